# Cài đặt máy, các lựa chọn của máy, và những từ dùng trên nhiều màn hình.

setup-title = Cài đặt máy này
setup-passphrase = Mật khẩu mới
setup-passphrase-hint = Ít nhất 8 ký tự. Bốn từ liền nhau thì dễ nhớ.
setup-again = Nhập lại mật khẩu
setup-caution = Quên mật khẩu thì không ai tìm lại được. Đừng cho người khác biết.
setup-bound = Hồ sơ chỉ mở được trên máy này, bằng mật khẩu của anh/chị.
setup-create = Đặt mật khẩu

enrol-title = Vào đơn vị
enrol-text = Hãy tạo yêu cầu, đưa cho người quản trị, rồi nhận câu trả lời tại đây. Không cần có mạng.
enrol-enrolled = Máy này đã vào đơn vị. Câu trả lời mới của cùng người quản trị sẽ gia hạn quyền dùng.
enrol-person = Tên của anh/chị
enrol-person-hint = Tên mà đồng nghiệp quen gọi. Đồng nghiệp sẽ thấy tên này bên những gì anh/chị ghi.
enrol-make-request = Tạo yêu cầu
enrol-no-request = Hãy tạo yêu cầu trước.
enrol-fingerprint = Các từ để đối chiếu
enrol-fingerprint-hint = Hãy đọc cho người quản trị. Bên đó phải thấy đúng các từ này.
enrol-answer = Câu trả lời của người quản trị
enrol-accept = Nhận câu trả lời
enrol-accept-file = Nhận câu trả lời từ tệp
enrol-write-file = Ghi yêu cầu ra tệp

settings-title = Cài đặt
settings-enrol = Vào đơn vị hoặc gia hạn quyền dùng
settings-language = Ngôn ngữ
settings-names = Ẩn tên trong danh sách
settings-names-hint = Khi đó danh sách chỉ hiện số, cho đến khi anh/chị chạm “Hiện tên”.
settings-shown-name = Tên hiện trước khi mở khoá
settings-shown-name-hint = Ai cầm máy cũng đọc được tên này. Để trống thì không hiện tên nào.
settings-lock = Đóng hồ sơ ngay
settings-lock-after = Tự đóng hồ sơ khi rời ứng dụng
settings-lock-after-hint = Lâu hơn thời gian này thì phải mở khoá lại. Câu trả lời đã ghi vẫn còn đủ.
settings-lock-at-once = Đóng ngay

instruments-title = Chọn bộ câu hỏi
instruments-none = Trên máy chưa có bộ câu hỏi nào.
# $version: phiên bản do người soạn đặt
instruments-version = Phiên bản { $version }
units-text = Đơn vị được chọn nhận toàn bộ hồ sơ và làm tiếp. Anh/chị vẫn đọc được hồ sơ.
units-none = Ở đây chưa biết đơn vị nào khác. Hãy trao đổi với máy chủ trước.

word-send = Gửi nhận
word-save = Lưu
word-cancel = Thôi
word-close = Đóng
word-clear = Xoá ô này
word-more = Xem thêm
word-opening = Đang mở hồ sơ…
word-working = Xin chờ một chút…
word-covered = Đã che
word-note = Ghi chú
word-reason = Lý do
word-service = Nơi hỗ trợ
word-urgent = Cần lo trước
word-reasons = Vì sao
word-unasked = Chưa biết
word-conflicts = Câu trả lời khác nhau
word-person = Người được hỏi
word-timeline = Những việc đã diễn ra
word-notes = Ghi chú
word-interviews = Các buổi hỏi chuyện
word-listen = Nghe
word-copy = Sao chép
