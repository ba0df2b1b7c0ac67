# Các câu trả lời cho thấy điều gì. Không bao giờ là kết luận, không bao giờ chỉ là con số.

outcome-reasonable-grounds = Có căn cứ hợp lý: người này có thể đã bị mua bán
    .text = Đây là đánh giá ban đầu để bảo vệ và chuyển tiếp, chưa phải là kết luận; cơ quan có thẩm quyền sẽ xác minh.
outcome-some-signs = Có một số dấu hiệu
    .text = Các dấu hiệu này chưa đủ thành căn cứ hợp lý. Hãy xem bên dưới những điều chưa hỏi mà có thể quan trọng.
outcome-no-signs = Đến nay chưa thấy dấu hiệu
    .text = Điều này không loại trừ khả năng nào. Nhiều người chỉ kể khi đã thấy an toàn; hãy để ngỏ lối quay lại.
outcome-too-little = Còn biết quá ít
    .text = Một số câu hỏi quan trọng chưa có câu trả lời. Điều này không nói lên gì về người được hỏi; có thể hỏi tiếp.
outcome-none = Chưa hỏi gì
    .text = Hãy bắt đầu từ sự an toàn và các nhu cầu khẩn cấp.

assessment-caution = Chỉ dựa vào các câu trả lời đã ghi. Người được hỏi không phải chứng minh điều gì.
# $rule: tên quy tắc
assessment-rule = Theo quy tắc: { $rule }
# $rule: tên quy tắc
assessment-dimension-rule = Cân nhắc dấu hiệu theo: { $rule }
# $element: yếu tố. $state: yếu tố đó thế nào
rule-element = { $element }: { $state }
rule-palermo = Nghị định thư Palermo, Điều 3
rule-vn-law-53-2024 = Luật số 53/2024/QH15, Điều 2
rule-ilo-ec-2009 = Bộ chỉ số của ILO và Uỷ ban châu Âu (2009)

# $age: một số nguyên
child-is = { $age } tuổi: là trẻ em. Với trẻ em không cần có thủ đoạn ép buộc hay lừa gạt.
child-treated-unknown = Coi là trẻ em cho đến khi biết tuổi. Không cần có thủ đoạn ép buộc hay lừa gạt.
child-treated-looks = Coi là trẻ em cho đến khi rõ tuổi: tuổi khai từ 18 trở lên nhưng cán bộ thấy giống trẻ em.
# $age: một số nguyên
child-treated-youngest = Coi là trẻ em cho đến khi rõ tuổi: theo những gì đã biết, người này có thể mới { $age } tuổi. Không cần có thủ đoạn ép buộc hay lừa gạt.
child-basis = Tuổi được tính theo tuổi nhỏ nhất phù hợp với những gì đã biết, như Điều 417 Bộ luật Tố tụng hình sự 2015 và Điều 6 Thông tư liên tịch 06/2018. Quy định đó ràng buộc cơ quan tiến hành tố tụng, không ràng buộc việc sàng lọc; ở đây dùng để không bỏ sót trẻ em.
# $age: một số nguyên
child-adult = { $age } tuổi: người lớn

element-act = Việc đã xảy ra: bị tuyển, đưa đi, chuyển giao, chứa giữ hoặc tiếp nhận
element-means = Bằng cách nào: dùng vũ lực, đe doạ, lừa gạt hoặc lợi dụng hoàn cảnh
element-purpose = Để làm gì: bóc lột hoặc trục lợi
element-met = Đã thấy
element-not-yet = Đến nay chưa thấy
element-not-needed = Không cần, vì là trẻ em hoặc được coi là trẻ em
element-no-reasons = Chưa có câu trả lời nào cho thấy điều này.

# $question: câu hỏi. $answer: câu trả lời
reason-answer = { $question } — { $answer }
# $sign: tên dấu hiệu. $weight: mức của dấu hiệu
reason-sign = { $sign } ({ $weight })
strength-strong = dấu hiệu mạnh
strength-medium = dấu hiệu vừa
strength-weak = dấu hiệu yếu
strength-none = dấu hiệu chưa có mức
weight-secondary = mức lấy từ nguồn trích lại, chưa đối chiếu với bản gốc của ILO
weight-disputed = mức lấy từ nguồn trích lại và còn nghi ngờ
weight-not-established = mức tạm dùng vì chưa biết mức của ILO
weight-ours = dấu hiệu do chúng tôi đặt ra, chưa ai công bố mức
# $strength: mạnh đến đâu. $status: mức đó chắc đến đâu
weight-full = { $strength }; { $status }

dimension-d1 = Bị lừa khi tuyển
dimension-d2 = Bị ép khi tuyển
dimension-d3 = Bị lợi dụng hoàn cảnh khi tuyển
dimension-d4 = Bị bóc lột
dimension-d5 = Bị khống chế hoặc ép buộc ở nơi đến
dimension-d6 = Bị lợi dụng hoàn cảnh ở nơi đến
dimension-met = Các dấu hiệu cộng lại là đủ
dimension-not-met = Các dấu hiệu cộng lại chưa đủ
dimension-none = Đến nay chưa thấy dấu hiệu

unasked-act = Sẽ giúp biết việc gì đã xảy ra
unasked-means = Sẽ giúp biết việc đó xảy ra bằng cách nào
unasked-purpose = Sẽ giúp biết việc đó để làm gì
unasked-core = Chưa biết điều này thì còn biết quá ít
protective-note = Ở đây các đồng nghiệp ghi câu trả lời khác nhau; khi chưa thống nhất thì dùng câu bảo vệ người được hỏi.
# $question: câu hỏi
protective-place = { $question } — dùng câu trả lời bảo vệ người được hỏi cho đến khi các đồng nghiệp thống nhất.
