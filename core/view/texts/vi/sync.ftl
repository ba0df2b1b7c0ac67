# Gửi và nhận. Không có mạng là chuyện thường.

sync-title = Gửi và nhận
sync-state-safe = Lúc này không cần có mạng. Mọi thứ đã lưu trên máy này.
# $when: thời gian
sync-state-last = Lần trao đổi gần nhất với máy chủ: { $when }. Mọi thứ đã lưu trên máy này.
sync-state-running = Đang trao đổi với máy chủ. Anh/chị cứ làm việc tiếp.
# $cases: một số nguyên. $bytes: dung lượng
sync-waiting = { $cases ->
    [0] Không có gì chờ gửi.
   *[other] { $cases } hồ sơ đang chờ gửi, khoảng { $bytes }.
}
# $count: một số nguyên
sync-carried = Anh/chị đang mang { $count } gói của đồng nghiệp; các gói này sẽ được gửi cùng.
# $cases: một số nguyên
sync-arrived = { $cases ->
    [0] Không có gì mới gửi về.
   *[other] Đã nhận thông tin mới của { $cases } hồ sơ.
}
# $sent, $received: dung lượng
sync-bytes = Đã gửi { $sent }, đã nhận { $received }.
# $count: một số nguyên
sync-trips = Số lượt trao đổi với máy chủ: { $count }.
# $done, $total: số nguyên
sync-progress-sent = Đã gửi { $done } trong { $total } gói.
# $count: một số nguyên
sync-progress-received = Đã nhận { $count } gói.
# $count: một số nguyên
sync-aside = { $count } mục được để riêng và không có hiệu lực:
# $count: một số nguyên. $text: chuyện đã xảy ra
sync-aside-item = { $count } × { $text }
aside-not-allowed = Có thay đổi mà người ghi không được phép làm.
    .todo = Thay đổi đó được giữ và không có hiệu lực. Hãy hỏi người phụ trách nếu cần.
sync-send = Trao đổi với máy chủ
sync-send-running = Đang trao đổi rồi.
sync-hub = Địa chỉ máy chủ
sync-hub-hint = Chỉ đổi khi người quản trị bảo. Máy chủ không phải của cơ quan mình sẽ không được tin.
sync-stop = Dừng
sync-stop-idle = Lúc này không có trao đổi nào.
sync-write-file = Ghi tệp gói
sync-write-file-none = Không có gì để ghi: không có gì chờ gửi.
sync-read-file = Đọc tệp gói
# $count: một số nguyên. $bytes: dung lượng
sync-written = Đã ghi { $count } gói, { $bytes }.
# $count: một số nguyên
sync-sealed = Có { $count } phần không dành cho máy này. Anh/chị mang giúp người khác.
