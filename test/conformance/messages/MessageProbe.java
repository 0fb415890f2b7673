import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * What Kafka's own classes make of every message: `java MessageProbe.java SEEDS < cases`.
 *
 * It prints, in lines of tab-separated columns: the APIs and the messages there are; for each message, version and seed
 * the bytes and the JSON of a random value; for each field that a version lacks, whether writing it is refused or the
 * field is dropped; and, for each case that it is given (`name version hex`), the bytes and the JSON of what it decoded.
 *
 * Which fields a version has, and which of them may be null, is read from the schemas that Kafka's classes carry, not
 * from their JSON sources.
 */
public class MessageProbe {
    private static final HexFormat HEX = HexFormat.of();
    /** Lengths at the borders of a varint's sizes, and of what is copied instead of referenced. */
    private static final int[] SIZES = {0, 1, 2, 5, 11, 40, 126, 127, 128, 300};
    private static final int[] RARE_SIZES = {2047, 2048, 5000, 16382, 16383, 16384, 32767};

    private final BufferedWriter out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.US_ASCII));
    private final Map<String, Class<?>> messages = new TreeMap<>();

    public static void main(String[] args) throws Exception {
        MessageProbe probe = new MessageProbe();
        probe.findMessages();
        probe.printTables();
        int seeds = Integer.parseInt(args[0]);
        for (Map.Entry<String, Class<?>> entry : probe.messages.entrySet()) {
            for (short version : versionsOf(entry.getValue())) {
                for (int seed = 0; seed < seeds; seed++) probe.printCase(entry.getKey(), entry.getValue(), version, seed);
                probe.printAbsentFields(entry.getKey(), entry.getValue(), version);
            }
        }
        probe.echoCases();
        probe.print("done");
        probe.out.flush();
    }

    private void findMessages() throws Exception {
        Path jar = Path.of(ApiMessageType.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String folder = "org/apache/kafka/common/message/";
        List<String> names;
        try (JarFile file = new JarFile(jar.toFile())) {
            names = file.stream().map(entry -> entry.getName())
                .filter(name -> name.startsWith(folder) && name.endsWith(".class") && !name.contains("$"))
                .collect(Collectors.toList());
        }
        for (String name : names) {
            Class<?> type = Class.forName(name.substring(0, name.length() - 6).replace('/', '.'));
            if (Message.class.isAssignableFrom(type)) messages.put(type.getSimpleName(), type);
        }
    }

    private void printTables() throws Exception {
        for (ApiMessageType api : ApiMessageType.values()) {
            short min = api.lowestSupportedVersion();
            short max = api.highestSupportedVersion(true);
            if (min > max) continue;
            String requestHeaders = IntStream.rangeClosed(min, max)
                .mapToObj(version -> String.valueOf(api.requestHeaderVersion((short) version)))
                .collect(Collectors.joining(","));
            String responseHeaders = IntStream.rangeClosed(min, max)
                .mapToObj(version -> String.valueOf(api.responseHeaderVersion((short) version)))
                .collect(Collectors.joining(","));
            print("api", api.apiKey(), api.name, min, max, api.latestVersionUnstable(), requestHeaders, responseHeaders);
        }
        for (Map.Entry<String, Class<?>> entry : messages.entrySet()) {
            Message message = create(entry.getValue());
            print("message", entry.getKey(), message.lowestSupportedVersion(), message.highestSupportedVersion());
        }
    }

    private void printCase(String name, Class<?> type, short version, int seed) throws Exception {
        Message message = create(type);
        new Filler(seed, name.hashCode() * 31L + version * 1009L + seed).fill(message, schemaOf(type, version), 0);
        print("case", name, version, seed, encode(message, version), json(message, version));
    }

    /** Sets, one after the other, each field that the version lacks, in every structure that it has. */
    private void printAbsentFields(String name, Class<?> type, short version) throws Exception {
        Message message = create(type);
        Schema schema = schemaOf(type, version);
        new Filler(-1, 0).fill(message, schema, 0);
        encode(message, version);
        printAbsentFields(name, version, message, message, schema, "");
    }

    private void printAbsentFields(
        String name, short version, Message root, Object struct, Schema schema, String path
    ) throws Exception {
        Map<Field, org.apache.kafka.common.protocol.types.Type> present = fieldsOf(struct.getClass(), schema);
        for (Field field : declaredFields(struct.getClass())) {
            String fieldPath = path.isEmpty() ? field.getName() : path + "." + field.getName();
            org.apache.kafka.common.protocol.types.Type fieldType = present.get(field);
            if (fieldType == null) {
                Object before = field.get(struct);
                field.set(struct, other(field.getGenericType(), before));
                print("absent", name, version, fieldPath, isRefused(root, version) ? "refused" : "dropped");
                field.set(struct, before);
                continue;
            }
            Object value = field.get(struct);
            if (value instanceof Collection<?> items && !items.isEmpty()) {
                Object item = items.iterator().next();
                Schema inner = structOf(fieldType.arrayElementType().get());
                if (inner != null) printAbsentFields(name, version, root, item, inner, fieldPath);
            } else if (value instanceof Message && structOf(fieldType) != null) {
                printAbsentFields(name, version, root, value, structOf(fieldType), fieldPath);
            }
        }
    }

    private static boolean isRefused(Message message, short version) {
        try {
            encode(message, version);
            return false;
        } catch (UnsupportedVersionException e) {
            return true;
        }
    }

    private void echoCases() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        int index = 0;
        for (String line = in.readLine(); line != null; line = in.readLine(), index++) {
            String[] columns = line.split("\t");
            short version = Short.parseShort(columns[1]);
            try {
                ByteBuffer bytes = ByteBuffer.wrap(HEX.parseHex(columns.length > 2 ? columns[2] : ""));
                Message message = create(messages.get(columns[0]));
                message.read(new ByteBufferAccessor(bytes), version);
                if (bytes.hasRemaining()) throw new IllegalStateException(bytes.remaining() + " bytes left over");
                print("echo", index, encode(message, version), json(message, version));
            } catch (RuntimeException e) {
                print("echo", index, "failed", e.toString().replaceAll("\\s+", " "));
            }
        }
    }

    private void print(Object... columns) throws IOException {
        for (int i = 0; i < columns.length; i++) {
            if (i > 0) out.write('\t');
            out.write(asciiOnly(String.valueOf(columns[i])));
        }
        out.write('\n');
    }

    /** Escapes what is not ASCII as JSON does; only JSON has such characters here. */
    private static String asciiOnly(String text) {
        if (text.chars().allMatch(c -> c < 127)) return text;
        StringBuilder escaped = new StringBuilder(text.length() * 2);
        for (char c : text.toCharArray()) {
            if (c < 127) escaped.append(c);
            else escaped.append(String.format("\\u%04x", (int) c));
        }
        return escaped.toString();
    }

    private static List<Short> versionsOf(Class<?> type) throws Exception {
        Message message = create(type);
        List<Short> versions = new ArrayList<>();
        for (short v = message.lowestSupportedVersion(); v <= message.highestSupportedVersion(); v++) versions.add(v);
        return versions;
    }

    private static Schema schemaOf(Class<?> type, short version) throws Exception {
        return ((Schema[]) type.getField("SCHEMAS").get(null))[version];
    }

    private static String encode(Message message, short version) {
        ByteBufferAccessor accessor = MessageUtil.toByteBufferAccessor(message, version);
        ByteBuffer buffer = accessor.buffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return HEX.formatHex(bytes);
    }

    private static String json(Message message, short version) throws Exception {
        Class<?> converter = Class.forName(message.getClass().getName() + "JsonConverter");
        Method write = converter.getMethod("write", message.getClass(), short.class, boolean.class);
        // Without the records themselves: their size is dumped then, and otherwise nothing.
        return write.invoke(null, message, version, false).toString();
    }

    private static Message create(Class<?> type) throws Exception {
        return (Message) type.getConstructor().newInstance();
    }

    /** The Java fields that a schema has, with their types there. Names differ only in case and underscores. */
    private static Map<Field, org.apache.kafka.common.protocol.types.Type> fieldsOf(Class<?> type, Schema schema) {
        Map<String, Field> byName = declaredFields(type).stream()
            .collect(Collectors.toMap(field -> field.getName().toLowerCase(), field -> field));
        Map<Field, org.apache.kafka.common.protocol.types.Type> found = new java.util.LinkedHashMap<>();
        for (BoundField bound : schema.fields()) {
            if (bound.def.type instanceof TaggedFields tagged) {
                tagged.fields().values().forEach(field -> found.put(byName.get(plainName(field.name)), field.type));
            } else {
                found.put(byName.get(plainName(bound.def.name)), bound.def.type);
            }
        }
        if (found.containsKey(null)) throw new IllegalStateException("A field of " + type + " was not found");
        return found;
    }

    private static String plainName(String name) {
        return name.replace("_", "");
    }

    /** A message's own fields: neither constants, nor unknown tags, nor the links of keyed collections. */
    private static List<Field> declaredFields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            boolean isLink = field.getType() == int.class && (field.getName().equals("next") || field.getName().equals("prev"));
            if (Modifier.isStatic(field.getModifiers()) || field.getName().startsWith("_") || isLink) continue;
            field.setAccessible(true);
            fields.add(field);
        }
        return fields;
    }

    private static Schema structOf(org.apache.kafka.common.protocol.types.Type type) {
        return type instanceof Schema schema ? schema : null;
    }

    private static boolean isFlexible(Schema schema) {
        for (BoundField field : schema.fields()) if (field.def.type instanceof TaggedFields) return true;
        return false;
    }

    private static Class<?> itemType(Type collection) {
        if (collection instanceof ParameterizedType list) return (Class<?>) list.getActualTypeArguments()[0];
        return (Class<?>) ((ParameterizedType) ((Class<?>) collection).getGenericSuperclass()).getActualTypeArguments()[0];
    }

    @SuppressWarnings("unchecked")
    private static Collection<Object> emptyCollection(Type type) throws Exception {
        if (type instanceof ParameterizedType) return new ArrayList<>();
        return (Collection<Object>) ((Class<?>) type).getConstructor().newInstance();
    }

    /** A value that differs from `before`, which is a default. */
    private static Object other(Type type, Object before) throws Exception {
        Class<?> raw = type instanceof ParameterizedType list ? (Class<?>) list.getRawType() : (Class<?>) type;
        if (raw == boolean.class) return !((Boolean) before);
        if (raw == byte.class) return (byte) ((Byte) before + 1);
        if (raw == short.class) return (short) ((Short) before + 1);
        if (raw == int.class) return (Integer) before == Integer.MAX_VALUE ? 1 : (Integer) before + 1;
        if (raw == long.class) return (Long) before + 1;
        if (raw == double.class) return (Double) before + 1;
        if (raw == String.class) return before + "x";
        if (raw == Uuid.class) return new Uuid(1, 2);
        if (raw == byte[].class) return new byte[] {1};
        if (raw == ByteBuffer.class) return ByteBuffer.wrap(new byte[] {1});
        if (BaseRecords.class.isAssignableFrom(raw)) return MemoryRecords.readableRecords(ByteBuffer.wrap(new byte[] {1}));
        if (Collection.class.isAssignableFrom(raw)) {
            Collection<Object> items = emptyCollection(type);
            items.add(defaultItem(itemType(type)));
            return items;
        }
        Message struct = create(raw);
        if (before != null) {
            Field first = declaredFields(raw).get(0);
            first.set(struct, other(first.getGenericType(), first.get(struct)));
        }
        return struct;
    }

    private static Object defaultItem(Class<?> item) throws Exception {
        if (item == Byte.class) return (byte) 0;
        if (item == Short.class) return (short) 0;
        if (item == Integer.class) return 0;
        if (item == Long.class) return 0L;
        if (item == String.class) return "";
        return item == Uuid.class ? Uuid.ZERO_UUID : create(item);
    }

    /**
     * Fills a message with what the schema allows. Style -1 puts one default item into every array; 0 leaves the defaults;
     * 1 takes null wherever it is allowed; 2 and 3 take the smallest and the largest values; the others choose at random.
     */
    private static final class Filler {
        private final int style;
        private final Random random;

        Filler(int style, long seed) {
            this.style = style;
            this.random = new Random(seed);
        }

        void fill(Message message, Schema schema, int depth) throws Exception {
            for (Map.Entry<Field, org.apache.kafka.common.protocol.types.Type> entry
                : fieldsOf(message.getClass(), schema).entrySet()) {
                Field field = entry.getKey();
                boolean keepsDefault = style == 0 || (style > 3 && random.nextInt(8) == 0);
                boolean isMissing = field.getType() == BaseRecords.class && !entry.getValue().isNullable();
                if (keepsDefault && !isMissing) continue;
                field.set(message, value(field.getGenericType(), entry.getValue(), field.get(message), depth));
            }
            if (style > 3 && isFlexible(schema) && random.nextInt(4) == 0) addUnknownTags(message);
        }

        private void addUnknownTags(Message message) {
            int tag = 40 + random.nextInt(300);
            for (int i = 0; i <= random.nextInt(3); i++) {
                message.unknownTaggedFields().add(new RawTaggedField(tag, bytes(random.nextInt(5) * random.nextInt(60))));
                tag += 1 + random.nextInt(1 << random.nextInt(25));
            }
        }

        private Object value(Type type, org.apache.kafka.common.protocol.types.Type wire, Object before, int depth)
            throws Exception {
            Class<?> raw = type instanceof ParameterizedType list ? (Class<?>) list.getRawType() : (Class<?>) type;
            if (wire.isNullable() && (style == 1 || (style > 3 && random.nextInt(4) == 0))) return null;
            if (Collection.class.isAssignableFrom(raw)) return items(type, wire, depth);
            if (Message.class.isAssignableFrom(raw)) {
                Message struct = create(raw);
                fill(struct, (Schema) wire, depth);
                return struct;
            }
            if (style == -1 && before != null) return before;
            return scalar(raw, wire);
        }

        private Object items(Type type, org.apache.kafka.common.protocol.types.Type wire, int depth) throws Exception {
            Collection<Object> items = emptyCollection(type);
            Class<?> item = itemType(type);
            org.apache.kafka.common.protocol.types.Type itemWire = wire.arrayElementType().get();
            for (int count = itemCount(item, depth); count > 0; count--) {
                if (Message.class.isAssignableFrom(item)) {
                    Message struct = create(item);
                    fill(struct, (Schema) itemWire, depth + 1);
                    items.add(struct);
                } else {
                    items.add(style == -1 ? defaultItem(item) : scalar(item, itemWire));
                }
            }
            return items;
        }

        private int itemCount(Class<?> item, int depth) {
            if (style == 1) return 0;
            if (style < 4) return 1;
            if (!Message.class.isAssignableFrom(item) && random.nextInt(60) == 0) return 126 + random.nextInt(3);
            return depth > 2 ? random.nextInt(2) : random.nextInt(4);
        }

        private Object scalar(Class<?> type, org.apache.kafka.common.protocol.types.Type wire) {
            if (type == boolean.class) return style == 3 || (style > 3 && random.nextBoolean());
            if (type == byte.class || type == Byte.class) return (byte) integer(Byte.MIN_VALUE, Byte.MAX_VALUE);
            if (type == short.class || type == Short.class) return (short) integer(Short.MIN_VALUE, Short.MAX_VALUE);
            if (type == int.class || type == Integer.class) {
                boolean isUnsigned = wire == org.apache.kafka.common.protocol.types.Type.UINT16;
                return (int) (isUnsigned ? integer(0, 65535) : integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
            }
            if (type == long.class || type == Long.class) return integer(Long.MIN_VALUE, Long.MAX_VALUE);
            if (type == double.class) return floating();
            if (type == String.class) return text(size());
            if (type == Uuid.class) return style == 2 ? Uuid.ZERO_UUID : new Uuid(random.nextLong(), random.nextLong());
            if (type == byte[].class) return bytes(size());
            if (type == ByteBuffer.class) return ByteBuffer.wrap(bytes(size()));
            return MemoryRecords.readableRecords(ByteBuffer.wrap(bytes(size())));
        }

        private long integer(long min, long max) {
            if (style == 2) return min;
            if (style == 3) return max;
            switch (random.nextInt(8)) {
                case 0: return 0;
                case 1: return Math.max(min, -1);
                case 2: return min;
                case 3: return max;
                case 4: return random.nextInt(128);
                default:
                    long bits = random.nextLong();
                    return max == Long.MAX_VALUE ? bits : min + Long.remainderUnsigned(bits, max - min + 1);
            }
        }

        private double floating() {
            if (style == 2) return -Double.MAX_VALUE;
            if (style == 3) return Double.MAX_VALUE;
            switch (random.nextInt(6)) {
                case 0: return Double.NaN;
                case 1: return Double.NEGATIVE_INFINITY;
                case 2: return Double.MIN_VALUE;
                case 3: return -0.0;
                default: return random.nextGaussian() * 1e9;
            }
        }

        private int size() {
            if (style == 2) return 0;
            if (style == 3) return 128;
            if (random.nextInt(150) == 0) return RARE_SIZES[random.nextInt(RARE_SIZES.length)];
            return SIZES[random.nextInt(SIZES.length)];
        }

        /** Text of at most `size` bytes, with characters of one to four bytes. */
        private String text(int size) {
            StringBuilder text = new StringBuilder();
            boolean isAscii = random.nextInt(3) != 0;
            for (int left = size; left > 0; ) {
                int character = isAscii || left < 4 ? 32 + random.nextInt(95) : new int[] {0xe9, 0x4e2d, 0x1f600, 9}[random.nextInt(4)];
                text.appendCodePoint(character);
                left -= new String(Character.toChars(character)).getBytes(StandardCharsets.UTF_8).length;
            }
            return text.toString();
        }

        private byte[] bytes(int size) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            return bytes;
        }
    }
}
