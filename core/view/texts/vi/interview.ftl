# Buổi hỏi chuyện đang diễn ra.

# Ai đang trả lời
who-person = Người được hỏi đang trả lời
who-interpreter = Người được hỏi đang trả lời qua phiên dịch
who-other = Một người biết chuyện đang trả lời thay
who-officer = Anh/chị tự ghi theo những gì nhìn thấy. Không hỏi.
who-mixed = Người được hỏi trả lời; chỗ có ghi chú thì anh/chị tự ghi theo những gì nhìn thấy
question-observed = Ghi theo những gì nhìn thấy; không hỏi

# $count: một số nguyên
interview-progress = { $count ->
    [0] đây là câu cuối
   *[other] còn khoảng { $count } câu nữa
}
interview-progress-done = mọi câu đã có trả lời
interview-back = Quay lại
interview-back-first = Đây là màn hình đầu tiên.
interview-skip = Bỏ qua
interview-continue = Tiếp tục
interview-finish = Kết thúc
interview-stop = Dừng ở đây
interview-stop-text = Có thể dừng bất cứ lúc nào. Mọi câu trả lời được giữ trên máy này và có thể hỏi tiếp sau.
interview-saved = Đã lưu trên máy này
interview-newer = Hồ sơ này do phiên bản mới hơn tạo ra; ở máy này chỉ đọc được.
input-text = Viết câu trả lời
input-whole-number = Viết một số nguyên
input-number = Viết một số
input-date = Ngày/tháng/năm
input-date-part = Ngày/tháng/năm, tháng/năm hoặc chỉ năm
choose-one = Chọn một
choose-many = Chọn tất cả những điều đúng

ending-heading = Đó là câu hỏi cuối cùng
ending-text = Hãy cảm ơn người được hỏi. Mọi câu trả lời được giữ trên máy này.
# $count: một số nguyên
ending-unanswered = Còn { $count } màn hình chưa trả lời. Không sao cả; anh/chị có thể quay lại.
ending-first-unanswered = Tới chỗ đầu tiên còn trống
ending-none-unanswered = Không còn chỗ nào để trống.
