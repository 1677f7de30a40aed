package dev.weir.loadtest.sample;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The claims that were adjudicated in the reporting month, by kind and index. Services lie inside the current enrolment of
 * the person; no total reaches ten thousand dollars, so that no date can be read out of a fixed-length amount.
 */
final class Claims {
    // All current enrolments begin before this day and none ends before the last service.
    private static final LocalDate FIRST_SERVICE = LocalDate.of(2026, 8, 3);
    private static final LocalDate FIRST_ADJUDICATION = LocalDate.of(2026, 10, 12);
    private static final List<Setting> OTHER_SETTINGS =
            List.of(Setting.OFFICE, Setting.OFFICE, Setting.HOME, Setting.TRIP, Setting.OFFICE, Setting.EMERGENCY);

    private final Draw seed;
    private final Population population;
    private final Trade trade;

    Claims(Draw seed, Population population, Trade trade) {
        this.seed = seed.about("claims");
        this.population = population;
        this.trade = trade;
    }

    Claim claim(ClaimKind kind, int index) {
        Draw draw = seed.about(kind.name()).at(index);
        Optional<Person> person = person(kind, index, draw.about("person"));
        Setting setting = setting(kind, index, person);
        LocalDate begin = FIRST_SERVICE.plusDays(draw.about("begin").below(56));
        LocalDate end = begin.plusDays(days(kind, draw.about("days")));
        boolean denied = index % 13 == 12;
        Provider billing = trade.provider(billingKind(setting), draw.about("billing"));
        Provider servicing = setting == Setting.OFFICE || setting == Setting.HOSPITAL
                ? trade.provider(ProviderKind.PHYSICIAN, draw.about("servicing"))
                : billing;
        return new Claim(
                kind,
                index,
                person,
                person.map(Person::msisId)
                        .orElseGet(() -> population.identifiers().numbered("&SVC", 8, index)),
                population.identifiers().numbered(kind.code() + "6A", 12, index),
                index % 11 == 10 ? population.identifiers().numbered(kind.code() + "6B", 12, index) : "",
                setting,
                denied,
                begin,
                end,
                FIRST_ADJUDICATION.plusDays(draw.about("adjudicated").below(14)),
                billing,
                servicing,
                home(setting, index, person),
                lines(kind, setting, denied, person, draw.about("lines")),
                draw);
    }

    private Optional<Person> person(ClaimKind kind, int index, Draw draw) {
        if (kind == ClaimKind.OTHER && index % 75 == 40) {
            return Optional.empty();
        }
        // People who need long-term care have a third of the hospital stays and of the prescriptions.
        boolean frail = index % 3 == 0;
        Predicate<Person> fits = switch (kind) {
            case INPATIENT -> p -> frail ? p.onWaiver() : p.stage() != Stage.UNBORN;
            case LONG_TERM -> Person::onWaiver;
            case OTHER -> p -> p.stage() != Stage.UNBORN;
            case PHARMACY -> p -> p.status() != Status.EMERGENCY && (frail ? p.onWaiver() : p.stage() != Stage.UNBORN);
        };
        return Optional.of(population.find(draw, fits));
    }

    private static Setting setting(ClaimKind kind, int index, Optional<Person> person) {
        return switch (kind) {
            case INPATIENT -> Setting.HOSPITAL;
            case LONG_TERM -> Setting.NURSING_FACILITY;
            case PHARMACY -> Setting.PHARMACY;
            case OTHER -> {
                if (person.isEmpty()) {
                    yield Setting.TRACKING;
                }
                yield person.get().status() == Status.EMERGENCY
                        ? Setting.EMERGENCY
                        : OTHER_SETTINGS.get(index % OTHER_SETTINGS.size());
            }
        };
    }

    private static int days(ClaimKind kind, Draw draw) {
        return switch (kind) {
            case INPATIENT -> 1 + draw.below(8);
            case LONG_TERM -> 4 + draw.below(9);
            case OTHER, PHARMACY -> 0;
        };
    }

    private static ProviderKind billingKind(Setting setting) {
        return switch (setting) {
            case HOSPITAL, EMERGENCY -> ProviderKind.HOSPITAL;
            case NURSING_FACILITY -> ProviderKind.NURSING_FACILITY;
            case OFFICE -> ProviderKind.CLINIC;
            case HOME -> ProviderKind.HOME_CARE;
            case TRIP -> ProviderKind.TRANSPORT;
            case TRACKING -> ProviderKind.CARE_TEAM;
            case PHARMACY -> ProviderKind.PHARMACY;
        };
    }

    /** Some stays are at home too: hospital care at home, and nursing care where the person lives. */
    private static Optional<Address> home(Setting setting, int index, Optional<Person> person) {
        boolean stay = setting == Setting.HOSPITAL || setting == Setting.NURSING_FACILITY;
        return setting == Setting.HOME || (stay && index % 3 == 1)
                ? person.map(p -> p.household().home())
                : Optional.empty();
    }

    private static List<ClaimLine> lines(
            ClaimKind kind, Setting setting, boolean denied, Optional<Person> person, Draw draw) {
        int count = switch (kind) {
            case INPATIENT -> 2 + draw.below(3);
            case LONG_TERM -> 1 + draw.below(2);
            case OTHER -> setting == Setting.TRIP ? 2 : 1 + draw.below(2);
            case PHARMACY -> draw.oneIn(8) ? 2 : 1;
        };
        int base = switch (kind) {
            case INPATIENT -> 60_000;
            case LONG_TERM -> 90_000;
            case OTHER -> 2_000;
            case PHARMACY -> 900;
        };
        boolean insured = person.map(Person::hasOtherInsurance).orElse(false) && kind != ClaimKind.INPATIENT;
        List<ClaimLine> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Draw line = draw.at(i);
            long billed = (long) base + line.at(0).below(2 * base);
            long allowed = billed * (50 + line.at(1).below(45)) / 100;
            long other = insured ? allowed / 10 : 0;
            long copayment = kind == ClaimKind.OTHER || kind == ClaimKind.PHARMACY ? 100 : 0;
            long paid = denied ? 0 : allowed - other - copayment;
            lines.add(new ClaimLine(i + 1, billed, allowed, paid, other, copayment, line));
        }
        return lines;
    }
}
