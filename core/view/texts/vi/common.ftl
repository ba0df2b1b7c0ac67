# Những từ dùng ở mọi màn hình.

app-name = Nương
author-unknown = một thiết bị chưa rõ của ai
time-unknown = chưa rõ thời gian
age-today = hôm nay
age-yesterday = hôm qua
# $count: một số nguyên
age-days = { $count } ngày trước
age-months = { $count } tháng trước
age-years = { $count } năm trước

# $count: một số nguyên
unit-seconds = { $count } giây
unit-minutes = { $count } phút
unit-hours = { $count } giờ
unit-days = { $count } ngày

answer-yes = Có
answer-no = Không
answer-does-not-know = Không biết
answer-does-not-want-to-say = Không muốn nói
answer-cleared = Đã bỏ câu trả lời

# Hồ sơ đã đi đến đâu. $when: thời gian. $name: tên người.
sending-here = Đã lưu trên máy này
sending-carried = { $name } đang mang theo từ { $when }
sending-hub = Đã tới máy chủ, { $when }
sending-read = { $name } đã đọc, { $when }
sending-received = Đã nhận; không còn gì phải gửi

role-officer = Cán bộ biên phòng
role-outreach = Cán bộ cơ sở
role-supervisor = Người phụ trách
role-administrator = Người quản trị
role-hub = Máy chủ

profile-title = Máy này
profile-units = Đơn vị
profile-device = Số của máy
# $date: một ngày
profile-valid = Được gửi và nhận đến hết ngày { $date }.
# $date: một ngày
profile-ends-soon = Quyền truy cập hết vào ngày { $date }. Hãy đề nghị người quản trị gia hạn trước ngày đó.
# $date: một ngày
profile-ended = Quyền truy cập đã hết từ ngày { $date }. Dữ liệu trên máy vẫn còn. Hãy đề nghị người quản trị gia hạn.
profile-revoked = Quyền truy cập của máy này đã bị thu hồi. Hãy gặp người quản trị.
