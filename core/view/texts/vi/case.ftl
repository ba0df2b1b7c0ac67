# Một hồ sơ.

# $name: ai. $when: thời gian
case-opened = { $name } mở hồ sơ, { $when }
case-updated = { $name } ghi lần cuối, { $when }
by-when = { $name }, { $when }

stage-new = Chưa sàng lọc
stage-screened = Đã nói chuyện nhưng dừng giữa chừng
stage-needs-decision = Đang chờ quyết định
stage-decided = Đã có quyết định
stage-handed-over = Đã bàn giao
stage-closed = Đã đóng; có thể mở lại

decision-proceed = Tiếp tục xác định vì có căn cứ hợp lý
decision-refer = Chuyển đến nơi hỗ trợ
decision-ask-more = Nói chuyện lại với người này
decision-close = Tạm thời không làm gì thêm
decision-reopen = Mở lại hồ sơ

case-continue = Hỏi tiếp
case-nothing-left = Không có buổi hỏi chuyện nào còn dở.
case-new-interview = Buổi hỏi chuyện mới
case-add-note = Thêm ghi chú
case-add-need = Ghi nhu cầu
case-consent = Sự đồng ý
case-refer = Chuyển đến nơi hỗ trợ
case-decide = Quyết định
case-hand-over = Bàn giao

conflict-text = Các đồng nghiệp ghi câu trả lời khác nhau. Hãy chọn câu cần giữ; mọi câu vẫn còn trong lịch sử.
# $value: một câu trả lời
conflict-choose = Giữ: { $value }
fact-differs = Các đồng nghiệp ghi khác nhau
manner-observed = Cán bộ nhìn thấy
manner-interpreter = Trả lời qua phiên dịch
manner-alone = Tự trả lời một mình trên máy
manner-other = Người khác kể
manner-officer = Cán bộ trả lời
answer-not-counted = Vẫn giữ nhưng không tính: một câu trả lời khác làm câu hỏi này không còn cần

field-name = Họ tên
field-age = Tuổi
field-birth-date = Ngày sinh
field-sex = Giới tính
field-ethnic-group = Dân tộc
field-ethnic-group-said = Dân tộc theo lời tự gọi
field-other-name = Tên khác
field-absence-from = Vắng nhà từ
field-absence-to = Trở về ngày
field-absence-reason = Lý do vắng nhà
field-destination = Nước đã đến
field-found-with = Được tìm thấy cùng với
field-language = Ngôn ngữ
field-phone = Điện thoại
field-nationality = Quốc tịch
field-home = Quê quán
field-child-apparent = Trông như trẻ em
field-other = Chi tiết khác

purpose-interview = hỏi chuyện
purpose-record = lưu hồ sơ
purpose-share = chia sẻ hồ sơ
purpose-refer = chuyển đến nơi hỗ trợ
consent-given = Đồng ý
consent-refused = Từ chối
consent-withdrawn = Đã rút lại
consent-text = Trước khi hỏi, hãy nói bằng lời dễ hiểu: ghi lại những gì, để làm gì và ai sẽ đọc. Người được hỏi có thể từ chối, và có thể rút lại bất cứ lúc nào. Im lặng không phải là đồng ý.
consent-purpose = Đồng ý để làm gì
consent-receiver = Cho ai
consent-receiver-hint = Tên đơn vị, nơi hỗ trợ hoặc người nhận.
consent-give = Người này đồng ý
consent-refuse = Người này từ chối
consent-withdraw = Rút lại sự đồng ý
consent-none-given = Không có sự đồng ý nào đang có hiệu lực.

# $to: nơi hỗ trợ. $purpose: để làm gì. $receiver: cho ai. $other: số của hồ sơ
place-referral = Chuyển đến { $to }
place-consent = Sự đồng ý: { $purpose } — { $receiver }
place-custody = Đơn vị đang giữ hồ sơ
place-link = Cùng một người với: { $other }
place-decision = Quyết định
place-newer = Do phiên bản mới hơn ghi; ở máy này chưa hiểu được

# $name: tên bộ câu hỏi
interview-unknown = { $name } (máy này chưa có bộ câu hỏi)
interview-missing = Một buổi hỏi chuyện chưa nhận được
question-unknown = Một câu hỏi chưa có trên máy này
interview-going = Đang hỏi
# $name: ai. $when: thời gian
interview-done = Đã hỏi xong: { $name }, { $when }
interview-left = Dừng giữa chừng: { $name }, { $when }

# $title: bộ câu hỏi. $need, $to, $decision, $unit, $place: tên tương ứng. $other: số của hồ sơ
event-interview-started = Bắt đầu hỏi chuyện: { $title }
event-interview-finished = Hỏi chuyện xong: { $title }
event-interview-left = Dừng hỏi giữa chừng: { $title }
event-need = Ghi nhu cầu: { $need }
event-referred = Chuyển đến { $to }
event-decided = Quyết định: { $decision }
event-consent-given = Đã đồng ý: { $purpose } — { $receiver }
event-consent-refused = Không đồng ý: { $purpose } — { $receiver }
event-consent-withdrawn = Rút lại sự đồng ý: { $purpose } — { $receiver }
event-handed-over = Bàn giao cho { $unit }
event-resolved = Đã thống nhất chỗ ghi khác nhau: { $place }
event-linked = Cho là cùng một người với: { $other }
event-unlinked = Không còn cho là cùng một người với: { $other }
