//! Every kind of question as the terminal draws it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;
use nuong_screening::{Answer, Interview, Pack, Sheets};
use nuong_view::{InterviewFacts, InterviewView, Lang, Respondent, Texts, Viewer};

use super::{question, repeat, respondents, screen};
use crate::terminal::texts;

const SURVEY: &str = "type,name,label::vi,parameters,audio::vi,required,read_only
time,hour,Mấy giờ thì được nghỉ?,,vi-hour.m4a,,
rank place,order,Điều gì quan trọng hơn?,,,,
range,few,Đau đến mức nào?,start=0 end=4 step=2,,,
range,much,Đi bao nhiêu cây số?,start=0 end=900 step=1,,,
geopoint,point,Chỗ đó ở đâu?,,,,
acknowledge,read,Đã đọc lời dặn cho người này nghe,,,,
image,picture,Ảnh vết thương,,,,
text,fixed,Mã hồ sơ,,,,yes
text,need,Ghi tên,,,yes,
begin_repeat,member,Người ở cùng,,,,
text,name,Tên gì?,,,,
end_repeat,,,,,,
";
const CHOICES: &str = "list_name,name,label::vi
place,home,Về nhà
place,safe,Chỗ an toàn
place,work,Có việc làm
";

fn interview() -> Interview {
    let settings = "form_id,version,form_title::vi\nall,1,Mọi loại câu hỏi\n";
    let sheets = Sheets::from_csv(SURVEY, CHOICES, settings, "").unwrap();
    let pack = Arc::new(Pack::compile(&sheets).unwrap().0);
    let mut interview = Interview::new(pack, date(2026, 11, 22));
    for (path, value) in [
        ("order", "safe home work"),
        ("few", "2"),
        ("point", "22.3364 103.8438 1500 5"),
        ("picture", "vet-thuong.jpg"),
        ("fixed", "A-17"),
        ("member[1]/name", "Giàng A Páo"),
    ] {
        interview.answer(path, Some(Answer::value(value))).unwrap();
    }
    interview.add_instance("member").unwrap();
    interview
}

fn view(interview: &Interview, path: &str) -> InterviewView {
    let nobody = |_: &nuong_casefile::Author| String::new();
    let problems = BTreeMap::new();
    let facts = InterviewFacts {
        interview,
        at: interview.screen_of(path).unwrap(),
        respondent: Respondent::Person,
        problems: &problems,
        read_only: false,
    };
    Viewer::new(Texts::shared(Lang::Vi), 420, &nobody).interview(&facts)
}

fn drawn(path: &str) -> String {
    let (interview, texts) = (interview(), texts(Lang::Vi));
    let view = view(&interview, path);
    let below = match &view.repeat {
        Some(several) => repeat(&view, several, None, &texts),
        None => question(&view, 0, None, &texts),
    };
    format!("{}\n{below}", screen(&view, &texts))
}

fn says(path: &str, lines: &[&str]) {
    let drawn = drawn(path);
    for line in lines {
        let there = drawn.lines().any(|drawn| drawn.trim() == *line);
        assert!(there, "{path}: {line:?} in\n{drawn}");
    }
}

#[test]
fn each_kind_of_question_says_what_can_be_answered_and_what_stands_there() {
    says(
        "hour",
        &[
            "♪ vi-hour.m4a (vi)",
            "Giờ và phút, ví dụ 7:30",
            "?  Không biết",
        ],
    );
    says(
        "order",
        &[
            "✓ 1  1. Chỗ an toàn",
            "✓ 2  2. Về nhà",
            "✓ 3  3. Có việc làm",
        ],
    );
    says("few", &["1  0", "✓ 2  2", "3  4", "4  Không biết"]);
    says("much", &["Viết một số từ 0 đến 900", "?  Không biết"]);
    says("point", &["✓    22.3364, 103.8438"]);
    says("read", &["1  Đã đọc, đã làm", "2  Không biết"]);
    says("picture", &["✓    vet-thuong.jpg", "?  Không biết"]);
    says(
        "fixed",
        &["Tự điền theo các câu trả lời khác; không sửa ở đây"],
    );
    says(
        "need",
        &["Câu này cần có câu trả lời; không biết hay không muốn nói cũng là câu trả lời"],
    );
}

#[test]
fn what_there_may_be_several_of_is_numbered() {
    says(
        "member",
        &[
            "Đã ghi: 2",
            "1  Người ở cùng 1: Giàng A Páo",
            "2  Người ở cùng 2",
        ],
    );
    let drawn = drawn("member");
    for control in ["[+] Thêm nữa", "[~2] Bỏ phần này", "[Enter] Tiếp tục"] {
        assert!(drawn.contains(control), "{control} in\n{drawn}");
    }
}

#[test]
fn who_may_be_answering_is_numbered_and_who_is_has_a_mark() {
    let view = view(&interview(), "hour");
    let drawn = respondents(&view, &texts(Lang::Vi));
    assert!(drawn.contains("✓ 1  Người được hỏi"), "{drawn}");
    assert!(drawn.contains("  4  Người khác biết chuyện"), "{drawn}");
}
