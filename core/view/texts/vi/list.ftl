# Hôm nay: danh sách việc.

list-title = Hôm nay
list-search = Tìm theo tên, nơi hoặc số hồ sơ
list-new = Sàng lọc người mới
list-empty = Chưa có hồ sơ nào.
# $words: điều đang tìm
list-nothing-found = Không thấy gì với “{ $words }”. Hãy thử ít chữ hơn; không cần gõ dấu.
list-group-now = Cần làm ngay
list-group-now-empty = Lúc này không có việc nào cần làm ngay.
list-group-going = Đang làm
list-group-going-empty = Không có việc nào đang làm.
list-group-done = Đã xong hoặc chờ nơi khác
list-group-done-empty = Chưa có gì ở đây.
# $shown, $total: số nguyên
list-more = { $shown } hồ sơ đầu trong số { $total }. Hãy tìm kiếm để thấy các hồ sơ khác.
list-show-names = Hiện tên
list-hide-names = Ẩn tên
list-place-unknown = Chưa ghi nơi gặp

# $number: số ngắn của hồ sơ
case-number = Hồ sơ { $number }
case-child = Coi là trẻ em

# Vì sao hồ sơ ở vị trí này. $needs: tên các nhu cầu. $count: một số nguyên. $unit: tên đơn vị
reason-urgent = Khẩn cấp: { $needs }
reason-urgent-more = Khẩn cấp: { $needs }; còn { $count } việc nữa
reason-conflicts = Có { $count } chỗ các đồng nghiệp ghi khác nhau
reason-grounds = Có dấu hiệu bị mua bán; cần quyết định
reason-grounds-waiting = Có dấu hiệu bị mua bán; đang chờ người phụ trách quyết định
reason-grounds-open = Có dấu hiệu bị mua bán; cần nói chuyện lại
reason-decide = Cần quyết định
reason-waiting = Đang chờ người phụ trách quyết định
reason-unfinished = Chưa hỏi xong; có thể hỏi tiếp
reason-some-signs = Có một số dấu hiệu; nên hỏi thêm
reason-too-little = Còn biết quá ít
reason-no-signs = Đến nay chưa thấy dấu hiệu
reason-new = Chưa sàng lọc
reason-handed = Đã bàn giao cho { $unit }; đang chờ
reason-handed-on = Đã bàn giao; đang chờ nơi tiếp nhận
reason-decided = Đã có quyết định
reason-closed = Đã đóng hồ sơ
reason-newer = Do phiên bản mới hơn tạo ra; ở máy này chỉ đọc được
# $age: khoảng thời gian như "5 ngày trước", hoặc "hôm nay"
row-opened = Mở { $age }
