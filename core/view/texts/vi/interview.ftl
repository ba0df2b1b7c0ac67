# Buổi hỏi chuyện đang diễn ra.

# Ai đang trả lời
who-person = Người được hỏi đang trả lời
who-interpreter = Người được hỏi đang trả lời qua phiên dịch
who-other = Một người biết chuyện đang trả lời thay
who-alone = Người được hỏi tự trả lời một mình trên máy
who-saw = Anh/chị ghi theo những gì mình thấy
# Chọn ai đang trả lời
respondent-person = Người được hỏi
respondent-interpreter = Người được hỏi, qua phiên dịch
respondent-officer = Không hỏi ai: anh/chị tự thấy
respondent-other = Người khác biết chuyện
who-officer = Anh/chị tự ghi theo những gì nhìn thấy. Không hỏi.
who-mixed = Người được hỏi trả lời; chỗ có ghi chú thì anh/chị tự ghi theo những gì nhìn thấy
question-observed = Ghi theo những gì nhìn thấy; không hỏi

# $count: một số nguyên
interview-progress = { $count ->
    [0] đây là câu cuối
   *[other] còn khoảng { $count } câu nữa
}
interview-progress-done = mọi câu đã có trả lời
# $wanted, $shown: tên ngôn ngữ
interview-borrowed = Một phần chưa có lời { $wanted }, nên được hiện bằng { $shown }.
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
choose-rank = Xếp điều quan trọng nhất lên đầu; chạm vào một dòng để đưa lên trên
answer-acknowledged = Đã đọc, đã làm
question-needed = Câu này cần có câu trả lời; không biết hay không muốn nói cũng là câu trả lời
question-read-only = Tự điền theo các câu trả lời khác; không sửa ở đây
input-time = Giờ và phút, ví dụ 7:30
input-date-time = Ngày/tháng/năm và giờ, ví dụ 01/03/2026 7:30
input-barcode = Quét mã vạch hoặc gõ dãy số
input-place = Vĩ độ và kinh độ, ví dụ 21.0285, 105.8542
input-places = Các điểm nối tiếp nhau, mỗi điểm gồm vĩ độ và kinh độ, cách nhau bằng dấu chấm phẩy
# $start, $end: hai đầu của khoảng
input-range = Viết một số từ { $start } đến { $end }
attach-image = Chụp hoặc chọn một tấm ảnh
attach-audio = Ghi âm hoặc chọn một tệp âm thanh
attach-video = Quay hoặc chọn một đoạn phim
attach-any = Chọn một tệp

# Bản thu. $wanted, $spoken: tên ngôn ngữ
sound-fallback = Chưa có bản thu { $wanted }; đang phát bản { $spoken }.
language-vi = tiếng Việt
language-en = tiếng Anh
language-zh = tiếng Trung
language-lo = tiếng Lào
language-km = tiếng Khmer
language-th = tiếng Thái Lan
language-my = tiếng Miến Điện

# Nhiều người, nhiều lần. $name: tên nhóm. $number, $count: số nguyên. $instance: tên kèm số. $told: điều đã kể
repeat-instance = { $name } { $number }
repeat-instance-told = { $instance }: { $told }
repeat-count = { $count ->
    [0] Chưa ghi
   *[other] Đã ghi: { $count }
}
repeat-add = Thêm nữa
repeat-remove = Bỏ phần này
repeat-full = Đã tới số nhiều nhất có thể ghi.
repeat-counted = Số này tính theo câu trả lời khác.

ending-heading = Đó là câu hỏi cuối cùng
ending-text = Hãy cảm ơn người được hỏi. Mọi câu trả lời được giữ trên máy này.
# $count: một số nguyên
ending-unanswered = Còn { $count } màn hình chưa trả lời. Không sao cả; anh/chị có thể quay lại.
ending-first-unanswered = Tới chỗ đầu tiên còn trống
ending-none-unanswered = Không còn chỗ nào để trống.
first-unanswered-here = Đây chính là chỗ đầu tiên còn trống.

# Tự trả lời một mình. $language: tên ngôn ngữ. $heard, $of: số nguyên
self-offer = Để người này tự trả lời một mình
self-skip = Bỏ qua
self-stop = Dừng
self-show-text = Xem chữ
self-hide-text = Ẩn chữ
self-ended = Xin cảm ơn. Hãy đưa máy lại cho cán bộ.
self-take-back = Cán bộ nhận lại máy
self-not-heard = Câu này chưa có bản thu { $language } hay tiếng nào khác trên máy. Có thể xem chữ, bỏ qua, hoặc đưa máy lại.
self-not-suited = Bộ câu hỏi này không dùng để tự trả lời: có câu không trả lời bằng có hoặc không.
self-no-recordings = Máy này chưa có bản thu nào của ngôn ngữ này.
self-coverage = { $language }: nghe được { $heard } trong { $of } câu. Câu nào chưa có bản thu thì phát tiếng khác, và luôn báo trước.
self-start = Đưa máy, nói { $language }
self-before = Tìm chỗ riêng, cắm tai nghe. Nói với người này: chỉ có bốn nút là có, không, bỏ qua và dừng; dừng lúc nào cũng được. Muốn lấy lại máy phải mở khoá.
