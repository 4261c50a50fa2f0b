import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesException;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Judges civil time to instant, and every clock change, by java.time on the JDK's own tables.
 *
 * <p>usage: java Zones.java ZONES.tsv DIFFERENCES.tsv
 *
 * <p>{@link ZonedDateTime#of} moves a time in a gap forward by its length and takes the first of an overlap: the same
 * promise as ours, by other people's code. What differs is listed and held against the second file.
 */
final class Zones {
    private static final Instant FROM = Instant.ofEpochSecond(1_577_836_800L);
    private static final Instant UNTIL = Instant.ofEpochSecond(2_145_916_800L);

    /** A clock change: its second, and the offsets before and after. */
    private record Change(long at, int before, int after) {}

    /** A civil time and its second. */
    private record Asked(String civil, long at) {}

    /** Since which version of the tables some zones are others, from which day on, and why. */
    private record Difference(String version, Set<String> zones, String since, String why) {}

    private record Zone(String name, int offset, List<Change> changes, List<Asked> asked) {
        /** All that was said of it: two names with the same are one place. */
        List<Object> tells() {
            return List.of(offset, changes, asked);
        }
    }

    private static String ours = "";
    private static String theirs = "";
    private static List<Difference> differences = new ArrayList<>();

    public static void main(String[] args) throws IOException {
        List<Zone> zones = read(Path.of(args[0]));
        for (String line : Files.readAllLines(Path.of(args[1]))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] part = line.split("\t");
                differences.add(new Difference(part[0], Set.of(part[1].split(" ")), part[2], part[3]));
            }
        }
        theirs = ZoneRulesProvider.getVersions("Europe/London").lastKey();
        System.out.printf("our tables %s; java.time's %s, Java %s%n", ours, theirs, System.getProperty("java.version"));

        long passed = 0;
        long failed = 0;
        long explained = 0;
        long gaps = 0;
        long overlaps = 0;
        Map<List<Object>, String> known = new HashMap<>();
        List<Zone> unknown = new ArrayList<>();
        for (Zone zone : zones) {
            ZoneId judge;
            try {
                judge = ZoneId.of(zone.name(), ZoneId.SHORT_IDS);
            } catch (ZoneRulesException e) {
                unknown.add(zone);
                continue;
            }
            known.put(zone.tells(), zone.name());
            List<String> wrong = new ArrayList<>();
            Set<Change> said = changes(judge.getRules());
            Set<Change> here = new HashSet<>(zone.changes());
            for (Change change : said) {
                if (here.contains(change)) {
                    passed++;
                    if (change.after() > change.before()) {
                        gaps++;
                    } else {
                        overlaps++;
                    }
                } else {
                    wrong.add(day(change.at()));
                }
            }
            here.removeAll(said);
            here.forEach(change -> wrong.add(day(change.at())));
            for (Asked asked : zone.asked()) {
                if (ZonedDateTime.of(LocalDateTime.parse(asked.civil()), judge).toEpochSecond() == asked.at()) {
                    passed++;
                } else {
                    wrong.add(asked.civil().substring(0, 10));
                }
            }
            if (!wrong.isEmpty()) {
                long unexplained = wrong.stream().filter(on -> why(zone.name(), on) == null).count();
                failed += unexplained;
                explained += wrong.size() - unexplained;
                TreeSet<String> days = new TreeSet<>(wrong);
                TreeSet<String> why = new TreeSet<>();
                wrong.stream().map(on -> why(zone.name(), on)).forEach(w -> why.add(w == null ? "unexplained" : w));
                System.out.printf("%s %s: %d from %s to %s: %s%n", unexplained > 0 ? "FAIL" : "differs", zone.name(),
                        wrong.size(), days.first(), days.last(), String.join("; ", why));
            }
        }
        for (Zone zone : unknown) {
            String twin = known.get(zone.tells());
            String why = why(zone.name(), "9999");
            if (twin != null) {
                System.out.printf("no %s there; what is said of it is what is said of %s%n", zone.name(), twin);
            } else if (why != null) {
                System.out.printf("no %s there: %s%n", zone.name(), why);
            } else {
                failed++;
                System.out.printf("FAIL no %s there, and no other name for it%n", zone.name());
            }
        }
        System.out.printf("%d zones, %d gaps and %d overlaps the same, %d civil times; %d differences explained%n",
                zones.size(), gaps, overlaps, zones.stream().mapToLong(zone -> zone.asked().size()).sum(), explained);
        // A run that judged next to nothing is no judgement.
        if (zones.size() - unknown.size() < 400 || gaps < 1000 || overlaps < 1000) {
            failed++;
        }
        System.out.printf("%d passed, %d failed%n", passed, failed);
        System.exit(failed == 0 ? 0 : 1);
    }

    private static List<Zone> read(Path path) throws IOException {
        List<Zone> zones = new ArrayList<>();
        for (String line : Files.readAllLines(path)) {
            String[] part = line.split("\t");
            switch (part[0]) {
                case "V" -> ours = part[1];
                case "Z" -> zones.add(
                        new Zone(part[1], Integer.parseInt(part[2]), new ArrayList<>(), new ArrayList<>()));
                case "T" -> zones.get(zones.size() - 1).changes().add(new Change(
                        Long.parseLong(part[1]), Integer.parseInt(part[2]), Integer.parseInt(part[3])));
                default -> zones.get(zones.size() - 1).asked().add(new Asked(part[1], Long.parseLong(part[2])));
            }
        }
        return zones;
    }

    /** Every change of the offset: java.time keeps the list itself. */
    private static Set<Change> changes(ZoneRules rules) {
        Set<Change> changes = new HashSet<>();
        ZoneOffsetTransition next = rules.nextTransition(FROM.minusSeconds(1));
        while (next != null && next.getInstant().isBefore(UNTIL)) {
            changes.add(new Change(next.toEpochSecond(), next.getOffsetBefore().getTotalSeconds(),
                    next.getOffsetAfter().getTotalSeconds()));
            next = rules.nextTransition(next.getInstant());
        }
        return changes;
    }

    private static String day(long at) {
        return LocalDateTime.ofEpochSecond(at, 0, ZoneOffset.UTC).toLocalDate().toString();
    }

    /** Why a zone may differ on a day, where one version of the tables has what the other has not. */
    private static String why(String zone, String day) {
        String low = ours.compareTo(theirs) < 0 ? ours : theirs;
        String high = ours.compareTo(theirs) < 0 ? theirs : ours;
        for (Difference d : differences) {
            boolean between = d.version().compareTo(low) > 0 && d.version().compareTo(high) <= 0;
            if (between && d.zones().contains(zone) && day.compareTo(d.since()) >= 0) {
                return d.version() + ": " + d.why();
            }
        }
        return null;
    }

    private Zones() {}
}
