# Urgent needs: the name, and what to do now. Only what holds everywhere; addresses belong to referral pathways.

need-medical = Medical care
    .todo = Get medical help now, before any more questions: the nearest health station, or ambulance 115.
need-danger = Danger now
    .todo = Bring the person to a safe place away from anyone they fear. If there is an attack, call 113.
need-suicide = Thoughts of ending their life
    .todo = Do not leave the person alone. Stop the questions and get medical help now: ambulance 115.
need-child-alone = A child without a safe adult
    .todo = Stay with the child. Do not hand the child to anyone until it is clear who they are. Call the child protection line 111 (calls are recorded).
need-pregnant = Pregnant
    .todo = Ask whether there is pain or bleeding; if there is, get medical help now: ambulance 115. Otherwise offer a check-up today.
need-baby = A baby or small child with them
    .todo = See that the child is fed, warm and well. Do not part the child from its mother unless she is the danger.
need-shelter = A safe place to sleep
    .todo = Find a safe place for tonight, away from the people the person came with.
need-food = Food, water, clothes
    .todo = Give food, water and dry clothes before going on.
need-interpreter = An interpreter
    .todo = Find an interpreter the person accepts: never someone who came with them, nor from their village if they fear it. The line 111 can help (calls are recorded).
need-psychological = Calm and someone to talk to
    .todo = Stop for a while. Offer water and a quiet place; ask who the person would like to have near.
need-injury = Injuries
    .todo = Get the injuries looked after now: the nearest health station, or ambulance 115.
need-family-threatened = Family under threat
    .todo = Ask who is threatened and where. Tell your supervisor at once, so that the family can be protected.
need-others-held = Other people still held
    .todo = Write down where and how many. Tell your supervisor at once; do not go there on your own.
need-documents = Papers taken away
    .todo = Write down who has them. Do not send the person to fetch them.
need-contact-family = Wants to reach their family
    .todo = Help the person to call someone they choose, once it is clear that this is safe.
# Kinds of support that are not urgent by themselves (Law 53/2024, article 37).
need-essential = Food, clothes and things for every day
need-papers = Identity papers
need-travel = Travel home
need-legal = Legal advice
need-legal-aid = Free legal aid
need-schooling = Schooling
need-vocational = Vocational training and work
need-hardship = First allowance or a loan
need-detail = More about it, if needed

# $name: how the questionnaire names the need
need-other = { $name }
    .todo = See to this before going on with the questions.
