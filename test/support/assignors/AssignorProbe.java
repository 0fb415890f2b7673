import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.clients.consumer.StickyAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Assigns with Kafka's own classes. Reads from standard input, a line each:
 *
 * <pre>
 * topic  name partitionCount racks                             (of each partition's replicas: a+b,c for two partitions)
 * member id instanceId topics owned generation userDataHex rack (- for nothing; owned is topic:partition, all by commas)
 * assign case assignor                                         (and the next case begins)
 * </pre>
 *
 * Answers "case memberId topic:partition,..." for every member.
 */
public class AssignorProbe {
  public static void main(String[] args) throws Exception {
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    List<PartitionInfo> partitions = new ArrayList<>();
    Map<String, Subscription> members = new HashMap<>();
    StringBuilder output = new StringBuilder();
    Node node = new Node(1, "localhost", 9092);
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] words = line.split(" ");
      if (words[0].equals("topic")) {
        String[] racks = words[3].split(",");
        for (int i = 0; i < Integer.parseInt(words[2]); i++) {
          Node[] replicas = words[3].equals("-") ? new Node[] {node} : replicas(racks[i]);
          partitions.add(new PartitionInfo(words[1], i, replicas[0], replicas, replicas));
        }
      } else if (words[0].equals("member")) {
        members.put(words[1], subscription(words));
      } else {
        Set<Node> nodes = new HashSet<>(Set.of(node));
        for (PartitionInfo each : partitions) nodes.addAll(Arrays.asList(each.replicas()));
        Cluster cluster = new Cluster("c", nodes, partitions, Set.of(), Set.of());
        Map<String, Assignment> result =
            assignor(words[2]).assign(cluster, new GroupSubscription(members)).groupAssignment();
        for (Map.Entry<String, Assignment> entry : new TreeMap<>(result).entrySet()) {
          List<String> names = new ArrayList<>();
          for (TopicPartition each : entry.getValue().partitions()) names.add(each.topic() + ":" + each.partition());
          String list = names.isEmpty() ? "-" : String.join(",", names);
          output.append(words[1]).append(' ').append(entry.getKey()).append(' ').append(list).append('\n');
        }
        partitions = new ArrayList<>();
        members = new HashMap<>();
      }
    }
    System.out.print(output);
  }

  private static Node[] replicas(String racks) {
    return Arrays.stream(racks.split("\\+"))
        .map(rack -> new Node(2 + rack.charAt(0), "localhost", 9092, rack))
        .toArray(Node[]::new);
  }

  private static Subscription subscription(String[] words) {
    List<String> topics = words[3].equals("-") ? List.of() : Arrays.asList(words[3].split(","));
    List<TopicPartition> owned = new ArrayList<>();
    if (!words[4].equals("-")) {
      for (String each : words[4].split(",")) {
        int colon = each.indexOf(':');
        owned.add(new TopicPartition(each.substring(0, colon), Integer.parseInt(each.substring(colon + 1))));
      }
    }
    ByteBuffer userData = words[6].equals("-") ? null : ByteBuffer.wrap(HexFormat.of().parseHex(words[6]));
    Subscription subscription =
        new Subscription(
            topics,
            userData,
            owned,
            Integer.parseInt(words[5]),
            words[7].equals("-") ? Optional.empty() : Optional.of(words[7]));
    if (!words[2].equals("-")) subscription.setGroupInstanceId(Optional.of(words[2]));
    return subscription;
  }

  private static ConsumerPartitionAssignor assignor(String name) {
    switch (name) {
      case "range":
        return new RangeAssignor();
      case "roundrobin":
        return new RoundRobinAssignor();
      case "sticky":
        return new StickyAssignor();
      default:
        return new CooperativeStickyAssignor();
    }
  }
}
