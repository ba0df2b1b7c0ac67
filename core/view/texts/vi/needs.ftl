# Nhu cầu khẩn cấp: tên, và việc cần làm ngay. Chỉ ghi điều đúng ở mọi nơi; địa chỉ cụ thể thuộc về quy trình chuyển tuyến.

need-medical = Chăm sóc y tế
    .todo = Đưa đi khám ngay, trước khi hỏi tiếp: trạm y tế gần nhất hoặc gọi cấp cứu 115.
need-danger = Đang gặp nguy hiểm
    .todo = Đưa người này đến nơi an toàn, tránh xa những người họ sợ. Nếu bị tấn công, gọi 113.
need-suicide = Có ý nghĩ không muốn sống
    .todo = Không để người này một mình. Ngừng hỏi và tìm người chăm sóc y tế ngay: gọi cấp cứu 115.
need-child-alone = Trẻ em không có người lớn tin cậy đi cùng
    .todo = Ở bên cháu. Không giao cháu cho ai khi chưa biết rõ người đó. Gọi Tổng đài bảo vệ trẻ em 111 (cuộc gọi được ghi âm).
need-pregnant = Đang mang thai
    .todo = Hỏi xem có đau bụng hay ra máu không; nếu có, đưa đi khám ngay hoặc gọi cấp cứu 115. Nếu không, mời đi khám trong hôm nay.
need-baby = Có trẻ nhỏ đi cùng
    .todo = Xem cháu đã được ăn, đủ ấm và khoẻ chưa. Không tách cháu khỏi mẹ, trừ khi chính người mẹ gây nguy hiểm.
need-shelter = Chỗ ngủ an toàn
    .todo = Tìm chỗ ngủ an toàn cho đêm nay, cách xa những người đi cùng.
need-food = Đồ ăn, nước uống, quần áo
    .todo = Cho ăn, uống nước và mặc quần áo khô trước khi hỏi tiếp.
need-interpreter = Người phiên dịch
    .todo = Tìm người phiên dịch mà người này đồng ý: không dùng người đi cùng, cũng không dùng người cùng bản nếu họ sợ. Có thể gọi 111 để được giúp (cuộc gọi được ghi âm).
need-psychological = Được bình tâm và có người trò chuyện
    .todo = Tạm dừng hỏi. Mời nước, tìm chỗ yên tĩnh; hỏi xem người này muốn có ai ở bên.
need-injury = Bị thương
    .todo = Cho chăm sóc vết thương ngay: trạm y tế gần nhất hoặc gọi cấp cứu 115.
need-family-threatened = Gia đình bị đe doạ
    .todo = Hỏi xem ai bị đe doạ và ở đâu. Báo ngay người phụ trách để bảo vệ gia đình.
need-others-held = Còn người khác đang bị giữ
    .todo = Ghi lại nơi và số người. Báo ngay người phụ trách; không tự mình đến đó.
need-documents = Bị giữ giấy tờ
    .todo = Ghi lại ai đang giữ. Không để người này tự đi lấy.
need-contact-family = Muốn liên lạc với gia đình
    .todo = Giúp gọi cho người mà họ chọn, khi đã rõ là an toàn.
# Các chế độ hỗ trợ, tự chúng không khẩn cấp (Luật số 53/2024/QH15, Điều 37).
need-essential = Đồ ăn, áo quần và đồ dùng hằng ngày
need-papers = Giấy tờ tuỳ thân
need-travel = Tiền tàu xe về quê
need-legal = Tư vấn pháp luật
need-legal-aid = Trợ giúp pháp lý miễn phí
need-schooling = Học văn hoá
need-vocational = Học nghề và việc làm
need-hardship = Trợ cấp khó khăn ban đầu hoặc vay vốn
need-detail = Nói rõ thêm, nếu cần

# $name: tên nhu cầu theo bộ câu hỏi
need-other = { $name }
    .todo = Lo việc này trước khi hỏi tiếp.
