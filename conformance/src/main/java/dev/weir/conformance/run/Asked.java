package dev.weir.conformance.run;

import dev.weir.conformance.authority.Bundle;
import dev.weir.conformance.authority.BundleMaker;
import dev.weir.conformance.authority.Recipients;
import dev.weir.conformance.oracle.Minimizer;
import dev.weir.conformance.oracle.Rules;
import dev.weir.conformance.oracle.Tokens;
import dev.weir.conformance.suite.Args;
import dev.weir.smp.Manifests;
import dev.weir.smp.v1.Manifest;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a submitter asks to be released, and what must be.
 *
 * @param bundle the bundle
 * @param listed tokens of listed people
 */
record Asked(Bundle bundle, Set<String> listed) {
    Asked {
        listed = Set.copyOf(listed);
    }

    /** Writes the bundle that a case describes; {@code bundle_of} takes that of another stream as it is. */
    static Asked of(Trial trial, String submissionId, Manifest manifest, Args wanted, Rows plain) throws CaseFailure {
        if (wanted.has("bundle_of")) {
            return trial.session(wanted.text("bundle_of"))
                    .asked()
                    .orElseThrow(() -> new CaseFailure("suite: the other stream asks for a release"));
        }
        Bench bench = trial.bench();
        Element id = Rows.element(Rows.segment("ELG00002"), "MSIS-IDENTIFICATION-NUM");
        TreeSet<String> listed = new TreeSet<>();
        Tokens tokens = new Tokens(
                HexFormat.of().parseHex(Bench.ROOT_KEY),
                bench.rules().state(),
                Recipients.domain(recipient(wanted)),
                bench.rules().epoch());
        wanted.texts("listed")
                .forEach(person -> listed.add(tokens.token("msis-id", Minimizer.person(plain.text(person, id)))));
        String audience = bench.policy().at("attestations").text("audience", "");
        BundleMaker.Circumstances about = new BundleMaker.Circumstances(
                audience,
                submissionId,
                Manifests.sha256(manifest).toByteArray(),
                HexFormat.of().parseHex(bench.signed().policySha256()),
                trial.submissionId("bundle"),
                List.copyOf(listed));
        BundleMaker maker = new BundleMaker(bench.officials(), wanted, about);
        if (wanted.has("attestation_of")) {
            maker.attestation(trial.session(wanted.text("attestation_of"))
                    .asked()
                    .orElseThrow(() -> new CaseFailure("suite: the other stream asks for a release"))
                    .bundle()
                    .tokens()
                    .get(0));
        }
        return new Asked(maker.make(), listed);
    }

    private static String recipient(Args wanted) {
        return wanted.at("claims").text("recipient", Recipients.of(wanted.text("purpose", "PROGRAM_INTEGRITY")));
    }

    /** Returns the rules that the bundle opens. */
    Rules rules(Trial trial) {
        Rules usual = trial.bench().rules();
        Map<FieldClass, String> none = new EnumMap<>(FieldClass.class);
        for (FieldClass fieldClass : FieldClass.values()) {
            none.put(fieldClass, usual.treatment(fieldClass));
        }
        Rules.Opened opened = new Rules.Opened(
                bundle.attestationSha256(), bundle.subjectsSha256(), bundle.listedRowsOnly(), listed, none);
        Map<String, String> most =
                trial.settings().suite().purposes().at(bundle.purpose()).map("release");
        return usual.under(opened, most, bundle.classes(), Recipients.domain(bundle.recipient()));
    }
}
