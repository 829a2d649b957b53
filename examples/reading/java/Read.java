import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What lies on a recipient's topics, as CloudEvents: a line of JSON for each item.
 *
 * <p>Each value is held to the open schema, which lies in a folder: nothing is fetched.
 *
 * <pre>
 * java -cp 'lib/*' Read.java front-door-bristol ../../../schemas/json/values
 * </pre>
 */
public class Read {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AT = "https://wholepicture.example/schemas/values/";

    public static void main(String[] words) throws Exception {
        List<TopicPartition> places = List.of(
                new TopicPartition("referrals." + words[0], 0), new TopicPartition("notices." + words[0], 0));
        JsonSchema schema = deliverySchema(Path.of(words[1]));
        try (KafkaConsumer<String, CloudEvent> consumer = new KafkaConsumer<>(reading())) {
            consumer.assign(places);
            consumer.seekToBeginning(places);
            Map<TopicPartition, Long> ends = consumer.endOffsets(places);
            while (places.stream().anyMatch(place -> consumer.position(place) < ends.get(place))) {
                for (ConsumerRecord<String, CloudEvent> found : consumer.poll(Duration.ofSeconds(1))) {
                    System.out.println(JSON.writeValueAsString(shown(found.value(), schema)));
                }
            }
        }
    }

    private static ObjectNode shown(CloudEvent event, JsonSchema schema) throws Exception {
        JsonNode data = JSON.readTree(event.getData().toBytes());
        ObjectNode line = JSON.createObjectNode();
        line.put("id", event.getId());
        line.put("source", event.getSource().toString());
        line.put("type", event.getType());
        line.put("time", event.getTime().toInstant().toString());
        line.put("correlationid", (String) event.getExtension("correlationid"));
        line.put("headline", data.path("headline").asText());
        var wrong = line.putArray("wrong");
        schema.validate(data).forEach(found -> wrong.add(found.getInstanceLocation().toString()));
        return line;
    }

    private static JsonSchema deliverySchema(Path folder) {
        String files = folder.toAbsolutePath().normalize().toUri().toString();
        String at = files.endsWith("/") ? files : files + "/";
        return JsonSchemaFactory.getInstance(
                        SpecVersion.VersionFlag.V202012,
                        made -> made.schemaMappers(mappers -> mappers.mapPrefix(AT, at)))
                .getSchema(SchemaLocation.of(AT + "uk.wholepicture.bus.delivery.v1.schema.json"));
    }

    private static Properties reading() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092"));
        settings.put("isolation.level", "read_committed"); // others are what the bus took back
        settings.put("max.partition.fetch.bytes", 9 * 1024 * 1024);
        settings.put("key.deserializer", StringDeserializer.class.getName());
        settings.put("value.deserializer", CloudEventDeserializer.class.getName());
        return settings;
    }
}
