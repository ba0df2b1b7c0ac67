# What the answers point to. Never a verdict, never a number alone.

outcome-reasonable-grounds = There are reasonable grounds: this person may have been trafficked
    .text = This is a first assessment, made to protect and refer the person. It is not a verdict; the competent authority verifies.
outcome-some-signs = There are some signs
    .text = They are not enough yet for reasonable grounds. See below what is still unasked and would matter.
outcome-no-signs = No signs so far
    .text = This rules nothing out. Many people tell only once they feel safe; keep the way back open.
outcome-too-little = Too little is known yet
    .text = Important questions have no answer so far. This says nothing about the person; the interview can be continued.
outcome-none = Nothing has been asked yet
    .text = Begin with safety and urgent needs.

assessment-caution = It rests on the recorded answers alone. The person need not prove anything.
# $rule: the name of a rule
assessment-rule = By the rule: { $rule }
# $rule: the name of a rule
assessment-dimension-rule = Signs weighed by: { $rule }
# $element: an element. $state: how it stands
rule-element = { $element }: { $state }
rule-palermo = Palermo Protocol, article 3
rule-vn-law-53-2024 = Law 53/2024/QH15, article 2
rule-ilo-ec-2009 = ILO and European Commission indicators (2009)

# $age: a whole number
child-is = Aged { $age }: a child. For a child no means of control need be shown.
child-treated-unknown = Treated as a child until the age is known. No means of control need be shown.
child-treated-looks = Treated as a child until the age is settled: the age told is 18 or more, but an officer sees a child.
# $age: a whole number
child-treated-youngest = Treated as a child until the age is settled: from what is known this person may be only { $age }. No force or deception is needed.
child-basis = The age is read as the youngest that fits what is known, as in article 417 of the Criminal Procedure Code 2015 and article 6 of Joint Circular 06/2018. That rule binds the prosecuting bodies, not screening; it is used here so that no child is missed.
# $age: a whole number
child-adult = Aged { $age }: an adult

element-act = What was done: recruited, taken along, handed over, kept or received
element-means = How: by force, threat, deceit or misuse of a weak position
element-purpose = What for: exploitation or profit
element-met = Seen
element-not-yet = Not seen so far
element-not-needed = Not needed, because the person is a child or treated as one
element-no-reasons = No answer points to this so far.

# $question: what was asked. $answer: what was answered
reason-answer = { $question } — { $answer }
# $sign: the name of a sign. $weight: how it weighs
reason-sign = { $sign } ({ $weight })
strength-strong = strong sign
strength-medium = medium sign
strength-weak = weak sign
strength-none = sign without a weight
weight-secondary = weight as quoted by another source, not yet checked against the ILO's own text
weight-disputed = weight as quoted by another source, and doubtful
weight-not-established = working weight, because the ILO's is not known
weight-ours = our own sign, nobody has published a weight
# $strength: how strong. $status: how well that is established
weight-full = { $strength }; { $status }

dimension-d1 = Deceived when recruited
dimension-d2 = Forced when recruited
dimension-d3 = A weak position misused when recruited
dimension-d4 = Exploited
dimension-d5 = Controlled or forced at the destination
dimension-d6 = A weak position misused at the destination
dimension-met = Enough signs together
dimension-not-met = Not enough signs together so far
dimension-none = No signs so far

unasked-act = Would help to know what was done
unasked-means = Would help to know how it was done
unasked-purpose = Would help to know what it was for
unasked-core = Without this too little is known
protective-note = Colleagues wrote different answers here; until they settle it, the one that protects the person is used.
# $question: a question
protective-place = { $question } — the answer that protects the person is used until colleagues agree.
