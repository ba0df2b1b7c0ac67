import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.javarosa.core.model.CoreModelModule;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.IFormElement;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.core.services.properties.IPropertyRules;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormAnswerDataSerializer;
import org.javarosa.xform.util.XFormUtils;
import org.javarosa.xpath.XPathNodeset;
import org.javarosa.xpath.XPathParseTool;
import org.javarosa.xpath.expr.XPathExpression;

/**
 * Plays forms on JavaRosa and says what it sees in the words of `nuong instrument play` and `eval`.
 *
 * <pre>
 * Rival play JOBS.jsonl         each line {"form":xml,"script":jsonl,"out":jsonl,"today":D,"now":millis}
 * Rival eval CASES.jsonl OUT    as `nuong instrument eval --batch`
 * Rival time FORM.xml SCRIPT.jsonl ROUNDS   nanoseconds: one line to load, then one line a step of the last round
 * </pre>
 */
public final class Rival {
    static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Ho_Chi_Minh"));
        org.joda.time.DateTimeZone.setDefault(org.joda.time.DateTimeZone.forID("Asia/Ho_Chi_Minh"));
        PrototypeManager.registerPrototypes(JavaRosaCoreModule.classNames);
        PrototypeManager.registerPrototypes(CoreModelModule.classNames);
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(new NoProperties());
        switch (args[0]) {
            case "play" -> play(Path.of(args[1]));
            case "eval" -> Expressions.evaluate(Path.of(args[1]), Path.of(args[2]));
            case "time" -> Timing.measure(Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    static void play(Path jobs) throws Exception {
        for (String line : Files.readAllLines(jobs)) {
            JsonNode job = JSON.readTree(line);
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(job.get("out").asText())))) {
                Form form = new Form(Files.readString(Path.of(job.get("form").asText())), job.get("now").asLong());
                out.println(form.line(0, null, null));
                int step = 0;
                for (String said : Files.readAllLines(Path.of(job.get("script").asText()))) {
                    if (!said.isBlank()) {
                        out.println(form.step(++step, JSON.readTree(said)));
                    }
                }
            } catch (Throwable error) {
                Files.writeString(Path.of(job.get("out").asText()), JSON.createObjectNode().put("failed", String.valueOf(error)) + "\n");
            }
        }
    }

    /** A device that tells nothing about itself. */
    static final class NoProperties implements IPropertyManager {
        @Override
        public List<String> getProperty(String name) {
            return List.of();
        }

        @Override
        public void setProperty(String name, String value) {
        }

        @Override
        public void setProperty(String name, List<String> value) {
        }

        @Override
        public String getSingularProperty(String name) {
            return null;
        }

        @Override
        public void addRules(IPropertyRules rules) {
        }

        @Override
        public List<IPropertyRules> getRules() {
            return List.of();
        }
    }

    /** The form with a clock that stands still: JavaRosa's own functions cannot be replaced, so they are written out. */
    static String stopped(String xml, long now) {
        java.text.SimpleDateFormat day = new java.text.SimpleDateFormat("yyyy-MM-dd");
        java.text.SimpleDateFormat moment = new java.text.SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        return xml.replace("today()", "date('" + day.format(new Date(now)) + "')")
            .replace("now()", "date-time('" + moment.format(new Date(now)) + "')");
    }

    static FormDef read(String xml, long now) throws Exception {
        InputStream stream = new ByteArrayInputStream(stopped(xml, now).getBytes(StandardCharsets.UTF_8));
        FormDef form = XFormUtils.getFormFromInputStream(stream);
        form.initialize(true, new InstanceInitializationFactory());
        return form;
    }

    /** One form under way. */
    static final class Form {
        final FormDef form;
        final FormEntryModel model;
        final FormEntryController controller;
        final XFormAnswerDataSerializer serializer = new XFormAnswerDataSerializer();
        Map<String, FormIndex> questions = new HashMap<>();
        Map<String, FormIndex> prompts = new HashMap<>();
        Map<String, FormIndex> repeats = new HashMap<>();

        Form(String xml, long now) throws Exception {
            form = read(xml, now);
            model = new FormEntryModel(form);
            controller = new FormEntryController(model);
            scan();
        }

        /** Goes through the form as a person does, so that counted repeats come to be, and notes where everything is. */
        void scan() {
            questions = new LinkedHashMap<>();
            prompts = new HashMap<>();
            repeats = new HashMap<>();
            FormIndex index = FormIndex.createBeginningOfFormIndex();
            for (index = model.incrementIndex(index); !index.isEndOfFormIndex(); index = model.incrementIndex(index)) {
                int event = model.getEvent(index);
                if (event == FormEntryController.EVENT_QUESTION) {
                    questions.put(path(index.getReference()), index);
                    continue;
                }
                model.setQuestionIndex(index);
                event = model.getEvent(index);
                if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT) {
                    String at = path(index.getReference());
                    prompts.put(at.substring(0, at.lastIndexOf('[')), index);
                } else if (event == FormEntryController.EVENT_REPEAT) {
                    repeats.put(path(index.getReference()), index);
                }
            }
        }

        String path(TreeReference ref) {
            StringBuilder path = new StringBuilder();
            for (int level = 1; level < ref.size(); level++) {
                if (level > 1) {
                    path.append('/');
                }
                path.append(ref.getName(level));
                if (isRepeat(ref.getSubReference(level))) {
                    path.append('[').append(ref.getMultiplicity(level) + 1).append(']');
                }
            }
            return path.toString();
        }

        boolean isRepeat(TreeReference ref) {
            return form.getMainInstance().getTemplate(ref.genericize()) != null;
        }

        ObjectNode step(int number, JsonNode step) {
            ArrayNode problems = null;
            ObjectNode finish = null;
            String error = null;
            try {
                if (step.has("set")) {
                    set(step.get("set").asText(), step.get("value"));
                } else if (step.has("add")) {
                    FormIndex index = prompts.get(step.get("add").asText());
                    if (index == null) {
                        throw new IllegalArgumentException("no such repeat");
                    }
                    controller.newRepeat(index);
                } else if (step.has("remove")) {
                    FormIndex index = repeats.get(step.get("remove").asText());
                    if (index == null) {
                        throw new IllegalArgumentException("no such instance");
                    }
                    controller.deleteRepeat(index);
                } else if (step.has("language")) {
                    form.getLocalizer().setLocale(step.get("language").asText());
                } else if (step.has("finish")) {
                    problems = problems();
                    finish = JSON.createObjectNode();
                    finish.put("ok", problems.isEmpty());
                    finish.set("problems", problems);
                }
                scan();
            } catch (RuntimeException wrong) {
                error = String.valueOf(wrong);
            }
            return line(number, finish, error);
        }

        void set(String path, JsonNode value) {
            FormIndex index = questions.get(path);
            if (index == null) {
                throw new IllegalArgumentException("no such question");
            }
            TreeReference ref = index.getReference();
            TreeElement node = form.getMainInstance().resolveReference(ref);
            QuestionDef question = (QuestionDef) form.getChild(index);
            String text = text(value);
            IAnswerData data = null;
            if (!text.isEmpty()) {
                model.setQuestionIndex(index);
                data = XFormAnswerDataParser.getAnswerData(text, node.getDataType(), question);
                if (data == null) {
                    throw new IllegalArgumentException("no such value");
                }
            }
            controller.saveAnswer(index, data, true);
        }

        static String text(JsonNode value) {
            if (value == null || value.isNull()) {
                return "";
            }
            if (value.isArray()) {
                List<String> names = new ArrayList<>();
                value.forEach(name -> names.add(name.asText()));
                return String.join(" ", names);
            }
            return value.asText();
        }

        ArrayNode problems() {
            ArrayNode problems = JSON.createArrayNode();
            for (Map.Entry<String, FormIndex> entry : questions.entrySet()) {
                TreeElement node = form.getMainInstance().resolveReference(entry.getValue().getReference());
                if (!node.isRelevant()) {
                    continue;
                }
                String kind = null;
                if (!isValid(node)) {
                    kind = "constraint";
                } else if (node.isRequired() && node.getValue() == null) {
                    kind = "required";
                }
                if (kind != null) {
                    problems.addObject().put("path", entry.getKey()).put("kind", kind);
                }
            }
            return problems;
        }

        boolean isValid(TreeElement node) {
            return node.getValue() == null || form.evaluateConstraint(node.getRef(), node.getValue());
        }

        ObjectNode line(int number, ObjectNode finish, String error) {
            ObjectNode line = JSON.createObjectNode();
            line.put("step", number);
            for (String map : List.of("values", "relevant", "required", "valid", "readonly", "choices", "labels")) {
                line.putObject(map);
            }
            leaves(form.getMainInstance().getRoot(), line);
            for (Map.Entry<String, FormIndex> entry : questions.entrySet()) {
                shown(entry.getKey(), entry.getValue(), line);
            }
            line.set("finish", finish);
            line.put("error", error);
            return line;
        }

        void shown(String path, FormIndex index, ObjectNode line) {
            FormEntryPrompt prompt = new FormEntryPrompt(form, index);
            String label = prompt.getLongText();
            if (label != null) {
                ((ObjectNode) line.get("labels")).put(path, label);
            }
            IFormElement element = form.getChild(index);
            if (element instanceof QuestionDef question && (question.getDynamicChoices() != null || question.getNumChoices() > 0)) {
                ArrayNode names = ((ObjectNode) line.get("choices")).putArray(path);
                TreeElement node = form.getMainInstance().resolveReference(index.getReference());
                // To look at choices takes away answers that are no longer among them; here that is to be seen, not done.
                IAnswerData kept = node.getValue();
                List<SelectChoice> choices = question.getDynamicChoices() == null
                    ? question.getChoices()
                    : question.getDynamicChoices().getChoices(form, index.getReference());
                node.setValue(kept);
                choices.forEach(choice -> names.add(choice.getValue()));
            }
        }

        void leaves(TreeElement element, ObjectNode line) {
            for (int at = 0; at < element.getNumChildren(); at++) {
                TreeElement child = element.getChildAt(at);
                if (child.getMult() == TreeReference.INDEX_TEMPLATE || child.getName().equals("meta")) {
                    continue;
                }
                if (child.hasChildren()) {
                    leaves(child, line);
                    continue;
                }
                if (isRepeat(child.getRef())) {
                    // A repeat whose own repeats have no instances yet.
                    continue;
                }
                String path = path(child.getRef());
                IAnswerData value = child.getValue();
                Object text = value == null ? "" : serializer.serializeAnswerData(value, child.getDataType());
                ((ObjectNode) line.get("values")).put(path, String.valueOf(text));
                ((ObjectNode) line.get("relevant")).put(path, child.isRelevant());
                ((ObjectNode) line.get("required")).put(path, child.isRequired());
                ((ObjectNode) line.get("valid")).put(path, isValid(child));
                ((ObjectNode) line.get("readonly")).put(path, !child.isEnabled());
            }
        }
    }

    /** Loads and answers, with a clock beside it. */
    static final class Timing {
        static void measure(Path form, Path script, int rounds) throws Exception {
            String xml = Files.readString(form);
            long now = 1767297845000L;
            List<JsonNode> steps = new ArrayList<>();
            for (String line : Files.readAllLines(script)) {
                steps.add(JSON.readTree(line));
            }
            for (int round = 1; round <= rounds; round++) {
                long before = System.nanoTime();
                FormDef def = read(xml, now);
                long loaded = System.nanoTime() - before;
                FormEntryModel model = new FormEntryModel(def);
                FormEntryController controller = new FormEntryController(model);
                Map<String, FormIndex> places = new HashMap<>();
                FormIndex index = FormIndex.createBeginningOfFormIndex();
                for (index = model.incrementIndex(index); !index.isEndOfFormIndex(); index = model.incrementIndex(index)) {
                    if (model.getEvent(index) == FormEntryController.EVENT_QUESTION) {
                        places.put(name(index.getReference()), index);
                    }
                }
                if (round == rounds) {
                    System.out.println(loaded);
                    Runtime.getRuntime().gc();
                    System.err.println(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
                }
                for (JsonNode step : steps) {
                    FormIndex at = places.get(step.get("set").asText());
                    TreeElement node = def.getMainInstance().resolveReference(at.getReference());
                    QuestionDef question = (QuestionDef) def.getChild(at);
                    model.setQuestionIndex(at);
                    long start = System.nanoTime();
                    IAnswerData data = XFormAnswerDataParser.getAnswerData(step.get("value").asText(), node.getDataType(), question);
                    controller.answerQuestion(at, data, true);
                    // On to the next screen: a group shown as a list of fields is one screen, as in ODK Collect.
                    int event = controller.stepToNextEvent();
                    int sum = 0;
                    if (event == FormEntryController.EVENT_GROUP) {
                        for (FormIndex child : fieldList(model)) {
                            sum += seen(model, child);
                        }
                    } else if (event == FormEntryController.EVENT_QUESTION) {
                        sum += seen(model, model.getFormIndex());
                    }
                    long took = System.nanoTime() - start;
                    if (round == rounds) {
                        System.out.println(took + " " + sum);
                    }
                }
            }
        }

        static String name(TreeReference ref) {
            StringBuilder path = new StringBuilder();
            for (int level = 1; level < ref.size(); level++) {
                path.append(level > 1 ? "/" : "").append(ref.getName(level));
            }
            return path.toString();
        }

        static List<FormIndex> fieldList(FormEntryModel model) {
            List<FormIndex> found = new ArrayList<>();
            FormIndex group = model.getFormIndex();
            FormIndex index = model.incrementIndex(group);
            while (!index.isEndOfFormIndex() && FormIndex.isSubElement(group, index)) {
                if (model.getEvent(index) == FormEntryController.EVENT_QUESTION && model.isIndexRelevant(index)) {
                    found.add(index);
                }
                index = model.incrementIndex(index);
            }
            return found;
        }

        /** What a screen reads of a question. */
        static int seen(FormEntryModel model, FormIndex index) {
            FormEntryPrompt prompt = model.getQuestionPrompt(index);
            int sum = String.valueOf(prompt.getLongText()).length() + String.valueOf(prompt.getHelpText()).length();
            sum += prompt.isRequired() ? 1 : 0;
            List<SelectChoice> choices = prompt.getSelectChoices();
            if (choices != null) {
                for (SelectChoice choice : choices) {
                    sum += String.valueOf(prompt.getSelectChoiceText(choice)).length();
                }
            }
            return sum;
        }
    }

    /** Expressions over bare values. */
    static final class Expressions {
        static void evaluate(Path cases, Path to) throws Exception {
            try (BufferedReader lines = Files.newBufferedReader(cases); PrintWriter out = new PrintWriter(Files.newBufferedWriter(to))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    JsonNode one = JSON.readTree(line);
                    ObjectNode said = JSON.createObjectNode();
                    said.set("id", one.get("id"));
                    try {
                        put(said, one);
                    } catch (Throwable wrong) {
                        said.putObject("error").put("message", String.valueOf(wrong.getMessage()).lines().limit(3).reduce("", (a, b) -> a + " " + b));
                    }
                    out.println(said);
                }
            }
        }

        static void put(ObjectNode said, JsonNode one) throws Exception {
            long now = 1767297845000L;
            if (one.hasNonNull("today")) {
                now = org.javarosa.core.model.utils.DateUtils.parseDate(one.get("today").asText()).getTime();
            }
            FormDef form = read(Xml.form(one.get("values")), now);
            TreeReference at = Xml.at(one.get("at"));
            EvaluationContext context = new EvaluationContext(form.getEvaluationContext(), at);
            context.setOriginalContext(at);
            XPathExpression expression = XPathParseTool.parseXPath(stopped(one.get("expr").asText(), now));
            Object value = expression.eval(form.getMainInstance(), context);
            if (value instanceof XPathNodeset nodes) {
                said.put("type", "nodeset");
                ArrayNode texts = said.putArray("value");
                for (int index = 0; index < nodes.size(); index++) {
                    texts.add(org.javarosa.xpath.expr.XPathFuncExpr.toString(nodes.getValAt(index)));
                }
            } else if (value instanceof Boolean yes) {
                said.put("type", "boolean").put("value", yes);
            } else if (value instanceof Double number) {
                said.put("type", "number");
                said.put("value", number.isNaN() || number.isInfinite() ? number.toString() : String.valueOf(number));
            } else {
                said.put("type", value instanceof Date ? "date" : "string");
                said.put("value", org.javarosa.xpath.expr.XPathFuncExpr.toString(value));
            }
        }
    }

    /** A form with the values of a case and nothing else. */
    static final class Xml {
        static final class Element {
            final String name;
            final int place;
            final boolean repeat;
            String text = "";
            final List<Element> children = new ArrayList<>();

            Element(String name, int place, boolean repeat) {
                this.name = name;
                this.place = place;
                this.repeat = repeat;
            }
        }

        static String form(JsonNode values) {
            Element root = new Element("data", 1, false);
            if (values != null) {
                values.fields().forEachRemaining(entry -> put(root, entry.getKey(), Form.text(entry.getValue())));
            }
            StringBuilder instance = new StringBuilder();
            StringBuilder binds = new StringBuilder();
            StringBuilder body = new StringBuilder();
            write(root, instance);
            controls(root, "/data", binds, body);
            return "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\" xmlns:jr=\"http://openrosa.org/javarosa\">"
                + "<h:head><h:title>t</h:title><model><instance>" + instance + "</instance>" + binds + "</model></h:head><h:body>" + body
                + "</h:body></h:html>";
        }

        static void put(Element at, String path, String text) {
            for (String part : path.split("/")) {
                int open = part.indexOf('[');
                String name = open < 0 ? part : part.substring(0, open);
                int place = open < 0 ? 1 : Integer.parseInt(part.substring(open + 1, part.length() - 1));
                Element found = null;
                for (Element child : at.children) {
                    if (child.name.equals(name) && child.place == place) {
                        found = child;
                    }
                }
                if (found == null) {
                    found = new Element(name, place, open >= 0);
                    at.children.add(found);
                }
                at = found;
            }
            at.text = text;
        }

        static void write(Element element, StringBuilder out) {
            out.append('<').append(element.name).append(element.name.equals("data") ? " xmlns=\"\" id=\"t\"" : "").append('>');
            out.append(escape(element.text));
            element.children.forEach(child -> write(child, out));
            out.append("</").append(element.name).append('>');
        }

        static void controls(Element element, String at, StringBuilder binds, StringBuilder body) {
            Map<String, Element> kinds = new LinkedHashMap<>();
            element.children.forEach(child -> merge(kinds, child));
            for (Element child : kinds.values()) {
                String path = at + "/" + child.name;
                if (child.children.isEmpty() && !child.repeat) {
                    binds.append("<bind nodeset=\"").append(path).append("\" type=\"string\"/>");
                    body.append("<input ref=\"").append(path).append("\"><label>l</label></input>");
                } else {
                    body.append("<group ref=\"").append(path).append("\"><label>g</label>");
                    body.append(child.repeat ? "<repeat nodeset=\"" + path + "\">" : "");
                    controls(child, path, binds, body);
                    body.append(child.repeat ? "</repeat>" : "").append("</group>");
                }
            }
        }

        /** All instances of a repeat together, for the controls that they share. */
        static void merge(Map<String, Element> kinds, Element child) {
            Element known = kinds.computeIfAbsent(child.name, name -> new Element(name, 1, child.repeat));
            known.children.addAll(child.children);
        }

        static TreeReference at(JsonNode path) {
            TreeReference ref = TreeReference.rootRef();
            ref.add("data", 0);
            if (path == null || path.isNull()) {
                return ref;
            }
            for (String part : path.asText().split("/")) {
                int open = part.indexOf('[');
                int place = open < 0 ? 0 : Integer.parseInt(part.substring(open + 1, part.length() - 1)) - 1;
                ref.add(open < 0 ? part : part.substring(0, open), place);
            }
            return ref;
        }

        static String escape(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;");
        }
    }
}
