package dev.weir.loadtest.sample;

import dev.weir.loadtest.sample.Identifiers.SsnHolder;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The beneficiaries of a state, by index. They come in blocks of five households with one to five people, so that a
 * person's household follows from the index alone.
 */
final class Population {
    private static final List<Integer> SIZES = List.of(1, 4, 2, 5, 3);
    private static final List<Integer> FIRSTS = List.of(0, 1, 5, 7, 12, 15);
    private static final int HOUSEHOLDS = 5;
    private static final int PEOPLE = 15;

    private final int people;
    private final int plans;
    private final Draw seed;
    private final Identifiers identifiers;

    /**
     * Creates a population.
     *
     * @param people a multiple of 15
     */
    Population(Draw seed, Identifiers identifiers, int people, int plans) {
        if (people <= 0 || people % PEOPLE != 0) {
            throw new IllegalArgumentException("people: must be a positive multiple of " + PEOPLE);
        }
        this.seed = seed.about("people");
        this.identifiers = identifiers;
        this.people = people;
        this.plans = plans;
    }

    int people() {
        return people;
    }

    Identifiers identifiers() {
        return identifiers;
    }

    Household household(int index) {
        Draw draw = seed.about("household").at(index);
        int place = index % HOUSEHOLDS;
        return new Household(
                index,
                index / HOUSEHOLDS * PEOPLE + FIRSTS.get(place),
                SIZES.get(place),
                identifiers.numbered("HSE", 8, index),
                Gazetteer.lastName(draw.about("name")),
                Gazetteer.address(draw.about("home")),
                identifiers.phone(index));
    }

    Person person(int index) {
        int place = 0;
        while (index % PEOPLE >= FIRSTS.get(place + 1)) {
            place++;
        }
        Household household = household(index / PEOPLE * HOUSEHOLDS + place);
        int role = index - household.firstPerson();
        Stage stage = stage(household, role);
        Status status = status(household, stage);
        Draw draw = seed.about("person").at(index);
        String death = stage == Stage.ELDER && index % 120 == 60 ? "20261029" : "";
        return new Person(
                index,
                household,
                stage,
                status,
                identifiers.msisId(index),
                ssn(index, stage, status),
                Gazetteer.person(draw.about("name"), household.lastName()),
                sex(draw.about("sex"), stage, role),
                birth(draw.about("birth"), stage),
                enrolment(draw.about("enrolment"), index, death),
                index % 9 == 2
                        ? Optional.of(Span.of(LocalDate.of(2025, 1, 1), LocalDate.of(2025, 5, 31)))
                        : Optional.empty(),
                death,
                plan(household, index, stage, status));
    }

    /** Returns the first person from a drawn index on who fits. */
    Person find(Draw draw, Predicate<Person> fits) {
        int from = draw.below(people);
        for (int step = 0; step < people; step++) {
            Person person = person((from + step) % people);
            if (fits.test(person)) {
                return person;
            }
        }
        throw new IllegalStateException("nobody in the population fits");
    }

    private static Stage stage(Household household, int role) {
        int block = household.index() / HOUSEHOLDS;
        boolean adult = switch (household.size()) {
            case 1 -> true;
            case 2 -> role == 0 || block % 3 == 0;
            case 3 -> role == 0;
            default -> role < 2;
        };
        boolean elder = (household.size() == 1 && block % 2 == 0) || (household.size() == 2 && block % 3 == 0);
        if (elder) {
            return Stage.ELDER;
        }
        if (adult) {
            return Stage.ADULT;
        }
        boolean unborn = isEmergency(household) && household.size() == 5 && role == 4;
        return unborn ? Stage.UNBORN : Stage.CHILD;
    }

    /** A quarter of the households has adults who are not citizens. */
    private static Status status(Household household, Stage stage) {
        if (household.index() % 20 == 7) {
            return Status.NATIONAL;
        }
        if (household.index() % 4 != 1) {
            return Status.CITIZEN;
        }
        int variant = household.index() / 4 % 4;
        return switch (stage) {
            case UNBORN -> Status.EMERGENCY;
            case CHILD -> variant % 2 == 1 ? Status.LAWFUL : Status.CITIZEN;
            case ADULT, ELDER ->
                switch (variant) {
                    case 0 -> Status.EMERGENCY;
                    case 2 -> Status.BARRED;
                    default -> Status.QUALIFIED;
                };
        };
    }

    private static boolean isEmergency(Household household) {
        return household.index() % 16 == 1;
    }

    private String ssn(int index, Stage stage, Status status) {
        if (stage == Stage.UNBORN || status == Status.EMERGENCY) {
            return "";
        }
        if (index % 30 == 8) {
            return Person.NO_SSN;
        }
        String ssn = identifiers.ssn(SsnHolder.PERSON, index);
        return index % 30 == 16 ? ssn.substring(0, ssn.length() - 1) : ssn;
    }

    private static String sex(Draw draw, Stage stage, int role) {
        boolean drawn = stage == Stage.CHILD || stage == Stage.UNBORN;
        return (drawn ? draw.below(2) : role) == 0 ? "F" : "M";
    }

    /** Births end with 2024 and fall on the second of a month or later; see {@link ReportingMonth}. */
    private static String birth(Draw draw, Stage stage) {
        int year = switch (stage) {
            case UNBORN -> 0;
            case CHILD -> 2009 + draw.at(0).below(16);
            case ADULT -> 1968 + draw.at(0).below(38);
            case ELDER -> 1936 + draw.at(0).below(25);
        };
        return year == 0
                ? Person.NO_BIRTH
                : ReportingMonth.text(LocalDate.of(
                        year, 1 + draw.at(1).below(12), 2 + draw.at(2).below(27)));
    }

    private static Span enrolment(Draw draw, int index, String death) {
        LocalDate from = index % 9 == 2
                ? LocalDate.of(2025, 9, 1).plusMonths(draw.below(9))
                : LocalDate.of(2025, 1, 1).plusMonths(draw.below(17));
        if (!death.isEmpty()) {
            return Span.of(from, LocalDate.of(2026, 10, 29));
        }
        return index % 23 == 11 ? Span.of(from, ReportingMonth.LAST) : Span.open(from);
    }

    private Optional<Integer> plan(Household household, int index, Stage stage, Status status) {
        boolean managed = stage != Stage.UNBORN && status != Status.EMERGENCY && index % 5 != 0;
        return managed ? Optional.of(household.index() % plans) : Optional.empty();
    }
}
