import org.apache.kafka.common.errors.InvalidMetadataException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;

/** Prints Kafka's error codes as JSON, one a line: what the client must know of each. */
public class ErrorTable {
    public static void main(String[] args) {
        StringBuilder out = new StringBuilder("[\n");
        Errors[] errors = Errors.values();
        for (int i = 0; i < errors.length; i++) {
            Errors error = errors[i];
            out.append(String.format("  { \"code\": %d, \"name\": \"%s\", \"retriable\": %b, \"refreshesMetadata\": %b }%s%n",
                error.code(), error.name(),
                error.exception() instanceof RetriableException,
                error.exception() instanceof InvalidMetadataException,
                i + 1 < errors.length ? "," : ""));
        }
        System.out.print(out.append("]\n"));
    }
}
