import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A subscriber in Java: each item goes into the record once, and each reply out of it.
 *
 * <pre>
 * java -cp 'lib/*' Subscriber.java front-door-bristol record.db              read for ever
 * java -cp 'lib/*' Subscriber.java front-door-bristol record.db --practice   answer as a person would, too
 * java -cp 'lib/*' Subscriber.java front-door-bristol record.db --list       the ids in the record
 * </pre>
 */
public class Subscriber {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] words) throws Exception {
        String recipient = words[0];
        List<String> options = List.of(words).subList(2, words.length);
        try (Record record = new Record(words[1])) {
            if (options.contains("--list")) {
                record.ids().forEach(System.out::println);
                return;
            }
            new Subscriber(recipient, record, options.contains("--practice")).run();
        }
    }

    private final String recipient;
    private final Record record;
    private final boolean practice;

    private Subscriber(String recipient, Record record, boolean practice) {
        this.recipient = recipient;
        this.record = record;
        this.practice = practice;
    }

    private void run() throws Exception {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(reading());
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(sending())) {
            Thread reader = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                consumer.wakeup();
                try {
                    reader.join(5_000);
                } catch (InterruptedException error) {
                    Thread.currentThread().interrupt();
                }
            }));
            sendReplies(producer); // what a crash has left
            consumer.subscribe(List.of("referrals." + recipient, "notices." + recipient));
            while (true) {
                for (ConsumerRecord<byte[], byte[]> found : consumer.poll(Duration.ofSeconds(1))) {
                    takeIn(found);
                }
                sendReplies(producer);
                try {
                    // The place is told last: a crash before it brings the items again, which the record knows.
                    consumer.commitSync();
                } catch (CommitFailedException error) {
                    // Another copy reads this partition now, and gets the same items again.
                }
            }
        } catch (WakeupException error) {
            // It was asked to end.
        }
    }

    private Properties reading() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", broker());
        settings.put("group.id", "case-system." + recipient);
        settings.put("isolation.level", "read_committed"); // others are what the bus took back
        settings.put("auto.offset.reset", "earliest"); // where there is no place of our own yet
        settings.put("enable.auto.commit", "false");
        settings.put("session.timeout.ms", "10000");
        settings.put("key.deserializer", ByteArrayDeserializer.class.getName());
        settings.put("value.deserializer", ByteArrayDeserializer.class.getName());
        return settings;
    }

    private Properties sending() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", broker());
        settings.put("acks", "all");
        settings.put("enable.idempotence", "true");
        settings.put("key.serializer", ByteArraySerializer.class.getName());
        settings.put("value.serializer", ByteArraySerializer.class.getName());
        return settings;
    }

    private static String broker() {
        return Optional.ofNullable(System.getenv("KAFKA_BOOTSTRAP_SERVERS")).orElse("127.0.0.1:9092");
    }

    private void takeIn(ConsumerRecord<byte[], byte[]> found) throws Exception {
        Item item = new Item(
                header(found, "ce_source"), header(found, "ce_id"), header(found, "ce_correlationid"),
                found.key(), found.value(), read(found.value()));
        record.keep(item, repliesTo(item));
    }

    /** What an item says, read openly: a field that nobody knows yet is passed over. */
    private static JsonNode read(byte[] value) {
        try {
            JsonNode data = JSON.readTree(value);
            return data != null && data.path("children").isArray() ? data : null;
        } catch (IOException | IllegalArgumentException error) {
            return null;
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> found, String name) {
        var header = found.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /**
     * The replies to an item. An acknowledgement says that it lies with somebody who answers for it; in practice the
     * program answers what otherwise only a person may.
     */
    private List<Reply> repliesTo(Item item) throws IOException {
        List<Reply> replies = new ArrayList<>();
        if (item.data == null) { // a person looks at it, and reading goes on
            replies.add(reply(item, "cannot-process", Map.of("because", "The item cannot be read here.")));
            return replies;
        }
        boolean amends = item.data.hasNonNull("amends");
        if (!amends) {
            replies.add(reply(item, "acknowledged", Map.of("by", "duty tray")));
        }
        if (practice && amends) {
            replies.add(reply(item, "correction-applied", Map.of("by", "duty tray")));
        }
        JsonNode question = item.data.path("question");
        if (practice && question.isObject() && !amends) {
            Map<String, String> said = new LinkedHashMap<>();
            said.put("by", "duty tray");
            said.put("answer", "yes");
            said.put("reason", "It is for them too.");
            if (question.path("kind").asText().equals("phone")) {
                said.put("taken_by", "duty manager");
            }
            replies.add(reply(item, "answered", said));
        }
        return replies;
    }

    /** A reply whose id follows from the item: sent again after a crash, it is the same to the bus. */
    private Reply reply(Item item, String kind, Map<String, String> said) throws IOException {
        ObjectNode headers = JSON.createObjectNode();
        headers.put("content-type", "application/json");
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", item.id + "-" + kind);
        headers.put("ce_source", "/recipients/" + recipient);
        headers.put("ce_type", "uk.wholepicture.recipient." + kind + ".v1");
        headers.put("ce_time", Instant.now().toString());
        headers.put("ce_causationid", item.source + ":" + item.id);
        headers.put("ce_dataclassification", "official-sensitive");
        if (!item.correlation.isEmpty()) {
            headers.put("ce_correlationid", item.correlation);
        }
        ObjectNode value = JSON.createObjectNode().put("delivery", item.id);
        said.forEach(value::put);
        return new Reply(item.id + "-" + kind, item.key, headers.toString(), value.toString());
    }

    private void sendReplies(KafkaProducer<byte[], byte[]> producer) throws Exception {
        for (Reply reply : record.toSend()) {
            var sent = new ProducerRecord<>(
                    "replies." + recipient, reply.key, reply.value.getBytes(StandardCharsets.UTF_8));
            JSON.readTree(reply.headers).properties().forEach(header ->
                    sent.headers().add(header.getKey(), header.getValue().asText().getBytes(StandardCharsets.UTF_8)));
            producer.send(sent).get();
            record.sent(reply.id);
        }
    }

    /** One item as it came; {@code data} is null where it cannot be read. */
    private record Item(String source, String id, String correlation, byte[] key, byte[] value, JsonNode data) {}

    private record Reply(String id, byte[] key, String headers, String value) {}

    /**
     * The record of a case system; replace it by your own database. What must stay: an item and the replies that it
     * causes are written in one transaction, and (source, id) is unique.
     */
    private static class Record implements AutoCloseable {
        private final Connection database;

        Record(String file) throws SQLException {
            database = DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=10000&journal_mode=WAL");
            try (var statement = database.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS item (source TEXT NOT NULL, id TEXT NOT NULL,"
                        + " shown INTEGER NOT NULL, value BLOB, PRIMARY KEY (source, id))");
                statement.execute("CREATE TABLE IF NOT EXISTS reply (id TEXT PRIMARY KEY, key BLOB,"
                        + " headers TEXT NOT NULL, value TEXT NOT NULL, sent INTEGER NOT NULL DEFAULT 0)");
            }
        }

        /** Keep an item and its replies; an item that is there already changes nothing. */
        void keep(Item item, List<Reply> replies) throws SQLException {
            database.setAutoCommit(false);
            try {
                boolean shown = item.data != null && !item.data.path("told").isEmpty();
                int kept = run("INSERT OR IGNORE INTO item (source, id, shown, value) VALUES (?, ?, ?, ?)",
                        item.source, item.id, shown ? 1 : 0, item.value);
                if (kept > 0) {
                    if (item.data != null && item.data.hasNonNull("replaces")) {
                        // Its content stands here now; the old one stays in the history.
                        run("UPDATE item SET shown = 0 WHERE id = ?", item.data.get("replaces").asText());
                    }
                    for (Reply reply : replies) {
                        run("INSERT OR IGNORE INTO reply (id, key, headers, value) VALUES (?, ?, ?, ?)",
                                reply.id, reply.key, reply.headers, reply.value);
                    }
                }
                database.commit();
            } catch (SQLException error) {
                database.rollback();
                throw error;
            } finally {
                database.setAutoCommit(true);
            }
        }

        List<Reply> toSend() throws SQLException {
            List<Reply> replies = new ArrayList<>();
            try (var statement = database.createStatement();
                    var rows = statement.executeQuery("SELECT * FROM reply WHERE sent = 0 ORDER BY rowid")) {
                while (rows.next()) {
                    replies.add(new Reply(rows.getString("id"), rows.getBytes("key"), rows.getString("headers"),
                            rows.getString("value")));
                }
            }
            return replies;
        }

        void sent(String id) throws SQLException {
            run("UPDATE reply SET sent = 1 WHERE id = ?", id);
        }

        List<String> ids() throws SQLException {
            List<String> ids = new ArrayList<>();
            try (var statement = database.createStatement();
                    var rows = statement.executeQuery("SELECT id FROM item ORDER BY rowid")) {
                while (rows.next()) {
                    ids.add(rows.getString("id"));
                }
            }
            return ids;
        }

        private int run(String sql, Object... values) throws SQLException {
            try (var statement = database.prepareStatement(sql)) {
                for (int at = 0; at < values.length; at++) {
                    statement.setObject(at + 1, values[at]);
                }
                return statement.executeUpdate();
            }
        }

        @Override
        public void close() throws SQLException {
            database.close();
        }
    }
}
