using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Cocoon.Attestation;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Inspection;
using Cocoon.Attestation.Machine;
using Cocoon.Attestation.Policy;

namespace Cocoon.Cli.Attest;

/// <summary>"cocoon attest": shows and verifies this machine's own evidence, and explains anybody's.</summary>
internal static class AttestCommand
{
    private const string Codes = "Exit code 0: all that was asked holds; 2: the policy refuses; 3: the platform is behind; 4: not shown to be genuine; 5: no evidence; 1: any other error.";

    private static readonly Option<FileInfo?> Policy = new("--policy") { Description = "Policy to judge by, JSON; without one only genuineness and TCB are shown.", Recursive = true };
    private static readonly Option<DirectoryInfo?> Collateral = new("--collateral") { Description = "Folder of what vendors publish, files named KIND~ID.", Recursive = true };
    private static readonly Option<bool> Json = new("--json") { Description = "Write JSON.", Recursive = true };

    public static Command Create()
    {
        var output = new Option<FileInfo?>("--out") { Description = "File to keep the CPU's evidence in." };
        var command = new Command("attest", $"Show and verify this machine's own evidence, or what it lacks to give any. {Codes}") { Policy, Collateral, Json, output, Verify() };
        command.SetAction((result, token) => Failures.Report(() => Reported(() => Own(result, result.GetValue(output), token))));
        return command;
    }

    private static Command Verify()
    {
        var file = new Argument<FileInfo>("file") { Description = "TDX quote, SEV-SNP report, GPU evidence, NRAS bundle, Azure token or evidence bundle." };
        var at = new Option<string?>("--at") { Description = "Time of the verdict, such as 2026-03-18T00:00:00Z; now otherwise." };
        var endorsements = new Option<FileInfo?>("--endorsements") { Description = "Certificates that belong to it, PEM or DER (SEV-SNP: VCEK or VLEK, with ASK and ARK unless the collateral has them)." };
        var command = new Command("verify", $"Verify a file offline and explain the verdict check by check. {Codes}") { file, at, endorsements };
        command.SetAction((result, token) => Failures.Report(() => Reported(async () =>
        {
            var evidence = Recognise(result.GetValue(file)!, await Read(result.GetValue(file)!, token), await Read(result.GetValue(endorsements), token));
            var report = new Inspector(Verifiers.All).Inspect(evidence, Snapshot(result), await PolicyOf(result, token), Time(result.GetValue(at)));
            return Show(report, result);
        })));
        return command;
    }

    private static async Task<int> Own(ParseResult result, FileInfo? output, CancellationToken cancellationToken)
    {
        var reportData = RandomNumberGenerator.GetBytes(CpuEvidence.ReportDataBytes);
        var own = await OwnMachine.Look(new CpuEvidence(), new GpuTools(), reportData, cancellationToken);
        if (output is not null && own.Cpu.Evidence is { } cpu) await File.WriteAllBytesAsync(output.FullName, cpu.Raw.ToArray(), cancellationToken);
        if (own.File is not { } file)
        {
            Console.WriteLine(result.GetValue(Json) ? OwnMachineText.Json(own) : OwnMachineText.Lacks(own));
            return (int)InspectionOutcome.NoEvidence;
        }
        var report = new Inspector(Verifiers.All).Inspect(file, Snapshot(result), await PolicyOf(result, cancellationToken), TimeProvider.System.GetUtcNow(), reportData, own.GpuNonce);
        var code = Show(report, result);
        if (!result.GetValue(Json)) Console.WriteLine(OwnMachineText.Lacks(own));
        return code;
    }

    private static int Show(InspectionReport report, ParseResult result)
    {
        if (result.GetValue(Json)) Console.WriteLine(InspectionJson.Write(report));
        else new InspectionText(Console.Out, isColoured: !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "").Write(report);
        return (int)report.Outcome;
    }

    private static EvidenceFile Recognise(FileInfo file, ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> endorsements)
    {
        try
        {
            return EvidenceFile.Recognise(bytes, endorsements);
        }
        catch (FormatException e)
        {
            throw new CliException($"'{file.FullName}': {e.Message}");
        }
    }

    private static CollateralSnapshot Snapshot(ParseResult result) => result.GetValue(Collateral) is { } folder ? CollateralFolder.Read(folder.FullName) : CollateralSnapshot.Empty;

    private static async Task<PolicyDocument?> PolicyOf(ParseResult result, CancellationToken cancellationToken) =>
        result.GetValue(Policy) is { } file ? PolicyJson.Parse((await Read(file, cancellationToken)).Span) : null;

    private static async Task<ReadOnlyMemory<byte>> Read(FileInfo? file, CancellationToken cancellationToken)
    {
        if (file is null) return default;
        if (file is { Exists: true, Length: > EvidenceFile.MaxBytes }) throw new CliException($"'{file.FullName}' is larger than {EvidenceFile.MaxBytes} bytes: it is not what this command reads.");
        return await File.ReadAllBytesAsync(file.FullName, cancellationToken);
    }

    private static DateTimeOffset Time(string? text)
    {
        if (text is null) return TimeProvider.System.GetUtcNow();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : throw new CliException($"--at takes a time such as 2026-03-18T00:00:00Z, not '{text}'.");
    }

    /// <summary>What can be wrong with a person's files becomes a sentence.</summary>
    private static async Task<int> Reported(Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new CliException(e.Message);
        }
    }
}
