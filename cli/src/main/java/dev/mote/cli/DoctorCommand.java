package dev.mote.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code mote doctor}: what this device is, what is slow, how to mend it. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        header = "Tell what this device can do, what is slow, and how to mend it.",
        footerHeading = "%nExamples:%n",
        footer = {"  mote doctor", "  mote doctor --json"})
final class DoctorCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Finding> findings = Examination.all();
        if (json) {
            List<Map<String, Object>> list = new ArrayList<>();
            for (Finding finding : findings) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("topic", finding.topic());
                entry.put("state", finding.state());
                entry.put("remedy", finding.remedy());
                list.add(entry);
            }
            console.json(list);
            return ExitCode.OK;
        }
        for (Finding finding : findings) {
            console.println("%-14s %s".formatted(finding.topic(), finding.state()));
            if (!finding.remedy().isEmpty()) {
                console.println(" ".repeat(15) + "→ " + finding.remedy());
            }
        }
        return ExitCode.OK;
    }
}
