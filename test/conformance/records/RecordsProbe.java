import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * Reads commands from standard input, a line each, and writes and reads record batches with Kafka's own classes.
 *
 * <pre>
 * write  case magic codec timestampType baseOffset logAppendTime producerId epoch sequence transactional leaderEpoch count
 *        then count lines: offset timestamp key value headers
 * marker case type offset timestamp leaderEpoch producerId producerEpoch coordinatorEpoch
 * read   case hex
 * </pre>
 *
 * Bytes are x and hex, null is -, headers are name:value joined by commas. Each command gives "batch case hex", or the
 * lines of the content and "end case", or "error case reason".
 */
public final class RecordsProbe {
    private static final HexFormat HEX = HexFormat.of();
    private static final PrintStream OUT = new PrintStream(new java.io.BufferedOutputStream(System.out, 1 << 16), false, StandardCharsets.UTF_8);

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 16);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            String[] records = words[0].equals("write") ? readLines(in, Integer.parseInt(words[12])) : null;
            try {
                switch (words[0]) {
                    case "write" -> write(words, records);
                    case "marker" -> marker(words);
                    case "read" -> read(words);
                    default -> throw new IllegalArgumentException("unknown command " + words[0]);
                }
            } catch (Exception e) {
                OUT.println("error " + words[1] + " " + e.toString().replace('\n', ' '));
            }
        }
        OUT.flush();
    }

    private static String[] readLines(BufferedReader in, int count) throws Exception {
        String[] lines = new String[count];
        for (int i = 0; i < count; i++) lines[i] = in.readLine();
        return lines;
    }

    private static void write(String[] words, String[] records) {
        byte magic = Byte.parseByte(words[2]);
        Compression compression = Compression.of(CompressionType.forName(words[3])).build();
        TimestampType timestampType = TimestampType.forName(words[4]);
        long baseOffset = Long.parseLong(words[5]);
        long logAppendTime = Long.parseLong(words[6]);
        MemoryRecordsBuilder builder = MemoryRecords.builder(ByteBuffer.allocate(1 << 16), magic, compression, timestampType,
            baseOffset, logAppendTime, Long.parseLong(words[7]), Short.parseShort(words[8]), Integer.parseInt(words[9]),
            Boolean.parseBoolean(words[10]), Integer.parseInt(words[11]));
        for (String record : records) {
            String[] fields = record.split(" ");
            long offset = Long.parseLong(fields[0]);
            long timestamp = Long.parseLong(fields[1]);
            builder.appendWithOffset(offset, timestamp, parse(fields[2]), parse(fields[3]), parseHeaders(fields[4]));
        }
        print(words[1], builder.build());
    }

    private static void marker(String[] words) {
        ControlRecordType type = words[2].equals("commit") ? ControlRecordType.COMMIT : ControlRecordType.ABORT;
        print(words[1], MemoryRecords.withEndTransactionMarker(Long.parseLong(words[3]), Long.parseLong(words[4]),
            Integer.parseInt(words[5]), Long.parseLong(words[6]), Short.parseShort(words[7]),
            new EndTransactionMarker(type, Integer.parseInt(words[8]))));
    }

    private static void print(String name, MemoryRecords records) {
        ByteBuffer buffer = records.buffer().duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        OUT.println("batch " + name + " " + HEX.formatHex(bytes));
    }

    private static void read(String[] words) {
        StringBuilder content = new StringBuilder();
        for (MutableRecordBatch batch : MemoryRecords.readableRecords(ByteBuffer.wrap(HEX.parseHex(words[2]))).batches()) {
            batch.ensureValid();
            describe(content, batch);
            for (Record record : batch) {
                record.ensureValid();
                describe(content, batch, record);
            }
        }
        OUT.print(content);
        OUT.println("end " + words[1]);
    }

    private static void describe(StringBuilder out, RecordBatch batch) {
        out.append("b ").append(batch.magic()).append(' ').append(batch.baseOffset()).append(' ').append(batch.lastOffset())
            .append(' ').append(batch.partitionLeaderEpoch()).append(' ').append(batch.compressionType().id)
            .append(' ').append(batch.timestampType().id).append(' ').append(batch.isTransactional())
            .append(' ').append(batch.isControlBatch()).append(' ').append(batch.producerId())
            .append(' ').append(batch.producerEpoch()).append(' ').append(batch.baseSequence())
            .append(' ').append(batch.countOrNull()).append(' ').append(batch.maxTimestamp()).append('\n');
    }

    private static void describe(StringBuilder out, RecordBatch batch, Record record) {
        out.append("r ").append(record.offset()).append(' ').append(record.timestamp()).append(' ');
        out.append(format(record.key())).append(' ').append(format(record.value())).append(' ');
        String separator = "";
        for (Header header : record.headers()) {
            out.append(separator).append('x').append(HEX.formatHex(header.key().getBytes(StandardCharsets.UTF_8)));
            out.append(':').append(format(header.value() == null ? null : ByteBuffer.wrap(header.value())));
            separator = ",";
        }
        out.append(record.headers().length == 0 ? "-" : "").append('\n');
        if (batch.isControlBatch()) {
            out.append("c ").append(ControlRecordType.parse(record.key())).append(' ')
                .append(EndTransactionMarker.deserialize(record).coordinatorEpoch()).append('\n');
        }
    }

    private static String format(ByteBuffer bytes) {
        if (bytes == null) return "-";
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return "x" + HEX.formatHex(copy);
    }

    private static byte[] parse(String field) {
        return field.equals("-") ? null : HEX.parseHex(field.substring(1));
    }

    private static Header[] parseHeaders(String field) {
        if (field.equals("-")) return Record.EMPTY_HEADERS;
        String[] parts = field.split(",");
        Header[] headers = new Header[parts.length];
        for (int i = 0; i < parts.length; i++) {
            String[] pair = parts[i].split(":");
            headers[i] = new RecordHeader(new String(parse(pair[0]), StandardCharsets.UTF_8), parse(pair[1]));
        }
        return headers;
    }
}
