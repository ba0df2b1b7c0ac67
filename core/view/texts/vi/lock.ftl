# Màn hình mở khoá. Không nói ứng dụng dùng để làm gì.

lock-heading = Nhập mật khẩu
lock-passphrase = Mật khẩu
lock-passphrase-hint = Phân biệt chữ hoa, chữ thường và dấu.
lock-unlock = Mở
lock-cover = Che màn hình
# $number: thứ tự, từ 1
lock-profile = Người dùng { $number }
# $time: khoảng thời gian
lock-wait = Xin chờ { $time } rồi thử lại.
lock-not-set-up = Máy này chưa được cài đặt
lock-set-up-text = Người quản trị sẽ cài đặt cùng anh/chị. Không cần có mạng.
lock-set-up = Cài đặt máy này
