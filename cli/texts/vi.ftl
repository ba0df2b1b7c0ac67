# Những gì chỉ thuộc về cửa sổ dòng lệnh. Lời về nghiệp vụ nằm ở phần lõi.

passphrase = Mật khẩu
passphrase-new = Chọn mật khẩu (ít nhất 8 ký tự; bốn từ liền nhau thì dễ nhớ)
passphrase-again = Nhập lại lần nữa

# $vault: thư mục. $device: số của máy
init-done = Máy này đã sẵn sàng: { $vault }
    Số của máy: { $device }
    Tiếp theo: nuong enroll request --name 'HỌ TÊN' --out yeu-cau
# $device: số của máy
unlock-not-enrolled = Đã mở được kho hồ sơ. Máy này chưa thuộc cơ quan nào.
    Số của máy: { $device }
    Tiếp theo: nuong enroll request --name 'HỌ TÊN' --out yeu-cau

# $authority: số của cơ quan. $dir: thư mục
authority-done = Đã lập cơ quan: { $authority }
    Bí mật của cơ quan nằm ở { $dir }. Hãy để ngoài mạng, và giữ một bản sao ở nơi khác.
authority-no-devices = Chưa chứng thực máy nào.
authority-revoked = đã thu hồi

# $file: tệp. $fingerprint: dãy số để đọc to
enroll-requested = Đã ghi yêu cầu: { $file }
    Hãy đọc dãy số này cho người quản trị: { $fingerprint }
# $person: người xin. $fingerprint: dãy số để đọc to. $file: tệp
enroll-approved = Đã chứng thực: { $person }
    Dãy số trên máy kia phải là { $fingerprint }. Nếu khác thì đừng trao giấy chứng thực này.
    Đã ghi giấy chứng thực: { $file }
# $file: tệp
file-written = Đã ghi: { $file }

saved-here = Đã lưu trên máy này.
conflicts-none = Không có chỗ nào ghi khác nhau.
# $case: những chữ số đầu của hồ sơ. $path: chỗ khác nhau
conflict-command = Để thống nhất: nuong resolve { $case } { $path } SỐ

# $sent, $received: số byte
sync-moved = … đã gửi { $sent } byte, đã nhận { $received } byte
# $parcels, $bytes: số nguyên. $file: tệp
parcels-written = { $parcels } gói, { $bytes } byte, đã ghi vào { $file }
# $parcels, $known, $cases: số nguyên
parcels-read = { $parcels ->
    [0] Không có gói mới
   *[other] { $parcels } gói mới
}; { $known } gói đã có; { $cases ->
    [0] không hồ sơ nào có tin mới
   *[other] { $cases } hồ sơ có tin mới
}.
# $count: số nguyên
parcels-sealed = { $count } phần dành cho người khác: máy này mang theo mà không đọc được.

# $id, $version, $hash: của bộ câu hỏi. $questions: số nguyên
lint-ok = { $id } { $version } dùng được: { $questions } câu hỏi.
    { $hash }

instrument-written = { $id } { $version } đã ghi vào { $file }.
    { $hash }
instrument-installed = Đã cài đặt: { $hash }
language-installed = Đã cài đặt: ngôn ngữ { $language } của { $instrument }
language-written = Đã ghi ngôn ngữ { $language } của { $instrument } vào { $file }
instrument-spread = Sẽ được chuyển đến mọi thiết bị ở lần trao đổi tới, trong { $parcels } gói.
coverage-line = { $language }: { $texts }/{ $all_texts } văn bản, { $audio }/{ $all_audio } bản ghi âm
diff-same = Hai bản giống nhau.

key-enter = Enter
# $last: số lớn nhất
screen-choose-number = Hãy chọn bằng một số từ 1 đến { $last }.
screen-only-one = Chỗ này chỉ chọn được một câu trả lời.
screen-several = Chọn nhiều: gõ các số cách nhau, ví dụ 1 3
screen-take-back = Bỏ câu trả lời
screen-order = Xếp thứ tự: gõ một số để đưa lên trên, hoặc gõ tất cả các số theo thứ tự, ví dụ 2 1 3
screen-who = Ai đang trả lời
screen-language = Ngôn ngữ của các câu hỏi
screen-no-attachments = Ở cửa sổ này chưa gắn được tệp; hãy dùng ứng dụng trên điện thoại, hoặc gõ ? hay -
screen-no-sound = Cửa sổ dòng lệnh không phát được tiếng: chỉ ghi tên bản thu.
# $case: những chữ số đầu của hồ sơ
screen-finished = Đã xong và đã lưu trên máy này. Xem các câu trả lời cho thấy điều gì: nuong case { $case }
# $case: những chữ số đầu của hồ sơ
screen-stopped = Đã dừng ở đây; mọi câu trả lời đã lưu trên máy này. Để hỏi tiếp: nuong screen --case { $case }

play-finished = Đã thử đến hết; không có gì được lưu lại.
play-stopped = Đã dừng thử ở đây; không có gì được lưu lại.

case-urgent = Lo những việc này trước
case-points-to = Các câu trả lời cho thấy
case-signs = Từng dấu hiệu
case-other-rules = Theo quy tắc khác, cũng những câu trả lời này:
case-unasked = Chưa biết, và biết thì có ích
case-differs = Ghi khác nhau
case-person = Về người này
case-needs = Nhu cầu
case-referrals = Chuyển đến nơi hỗ trợ
case-consents = Sự đồng ý
case-links = Cùng một người
case-notes = Ghi chú
case-history = Đã diễn ra
# $count: số nguyên
case-more-reasons = và { $count } lý do nữa
# $count: số nguyên
case-answers = { $count } câu trả lời; thêm --answers để xem

error-passphrase-not_given = Ở đây không có ai để hỏi mật khẩu.
    .todo = Hãy đưa bằng --passphrase-file TỆP hoặc NUONG_PASSPHRASE.
error-authority-exists = Thư mục này đã có một cơ quan.
    .todo = Hãy dùng cơ quan đó, hoặc chọn thư mục khác. Thư mục vẫn nguyên.
error-authority-missing = Thư mục này không có cơ quan nào.
    .todo = Hãy xem lại thư mục, hoặc lập cơ quan: nuong authority init --dir THƯ-MỤC

error-day-not_empty = Thư mục này đã có thứ khác.
    .todo = Hãy chọn thư mục khác hoặc một thư mục trống: mỗi ngày giữ trong thư mục riêng.
error-day-no_scenarios = Ở đây không có các kịch bản của ngày.
    .todo = Hãy nêu thư mục chứa kịch bản: --scenarios THƯ-MỤC
error-day-no_hub_program = Không thấy chương trình máy chủ ở cạnh chương trình này.
    .todo = Hãy dựng chương trình đó, hoặc nêu nơi để: --hub-program TỆP

day-founding = Lập cơ quan; cơ quan chứng thực máy chủ
# $person: ai
day-enrolling = Đã cấp máy cho { $person }
day-carrying = Đồn A gửi một hồ sơ sang đồn B bằng thẻ nhớ
# $person: ai
day-writing = { $person } ghi thêm, không có mạng
day-note-parents = Bố mẹ nói qua điện thoại: em 15 tuổi, sinh tháng 3 năm 2011; đang về xã lấy giấy khai sinh.
day-note-paper = Buổi sáng người đàn ông này đi qua đây, đưa ra một tờ giấy ghi em 18 tuổi. Ảnh trên giấy không phải em.
day-hub = Máy chủ ở tỉnh bắt đầu chạy
# $person: ai
day-syncing = { $person } trao đổi với máy chủ
day-cut = Đường truyền đứt giữa chừng; phần đã qua được giữ lại
# $person: ai
day-deciding = { $person } xem danh sách
day-reason = Theo bố mẹ, em 15 tuổi, và tờ giấy kia không phải của em. Có căn cứ hợp lý: bảo vệ em ngay.
day-checking = Xem lại mọi thứ một lần nữa

day-title = Một ngày ở bốn nơi
day-list = Buổi tối, khi mọi thứ đã về một chỗ, danh sách của người phụ trách ghi:
day-conflict = Hai đồn ghi khác nhau
day-decision = Người phụ trách đã làm gì, theo máy ở đồn B:
day-checks = Đã kiểm tra
day-fails = KHÔNG ĐÚNG
# $copies: số nguyên
day-equal = Các máy giữ cùng một nội dung (so { $copies } bản), mỗi máy đúng những hồ sơ dành cho mình, không thừa.
day-seen = Cả hai đồn thấy quyết định, và không còn chỗ nào ghi khác nhau.
# $kept, $rest: số nguyên
day-continued = Đường truyền đứt khi người phụ trách đang nhận: giữ được { $kept } gói đã tới, sau đó chỉ nhận { $rest } gói còn lại.
# $names, $texts: số nguyên
day-clear = Trong { $names } tên và { $texts } điều đã kể, không có gì đọc được ở kho trên máy, ở máy chủ, trong nhật ký máy chủ hay trong tệp gói.
day-reopened = Đóng kho rồi mở lại, mọi thứ vẫn còn.
# $cases, $changes: số nguyên
day-amount = { $cases } hồ sơ, { $changes } lần ghi
# $up, $down: số byte. $trips: số nguyên
day-wire = gửi lên { $up } byte, nhận về { $down } byte (kể cả TLS và HTTP), trong { $trips } lượt hỏi đáp
# $cases: số nguyên
day-holds = giữ { $cases } hồ sơ
day-further = Để xem tiếp
day-not-kept = Ngày này không được giữ lại. Để giữ một ngày cùng các kho và máy chủ rồi xem:
