using System.CommandLine;
using System.Text.Json;
using Cocoon.Cli.Market;
using Cocoon.Client.Receipts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;

namespace Cocoon.Cli.Receipts;

/// <summary>"cocoon receipt": fetch a receipt with its proof, and check one that somebody shows.</summary>
internal static class ReceiptCommand
{
    private const int MaxFileBytes = 1024 * 1024;
    private const int LabelWidth = 22;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var job = new Argument<string>("job") { Description = "The job's id." };
        var output = new Option<string?>("--out") { Description = "File to write; standard output otherwise." };
        var file = new Argument<string>("file") { Description = "A file that 'receipt get' wrote." };
        var chain = new Option<string?>("--chain") { Description = "TON node (toncenter v2 API, ending in /api/v2/) to look up the root." };
        var apiKey = new Option<string?>("--api-key") { Description = "API key of that node, if it wants one." };
        var marketKey = new Option<string?>("--market-key") { Description = "The market's public key, 64 hex digits, from a source you trust." };
        return new Command("receipt", "Fetch a receipt with its proof, or check one offline and on chain.")
        {
            MarketOptions.State,
            new Command("get", "A job's receipt with its Merkle proof, as JSON.") { job, output }.With((market, result, token) => Get(market, result.GetValue(job)!, result.GetValue(output), token)),
            Verify(file, chain, apiKey, marketKey),
        };
    }

    private static Command Verify(Argument<string> file, Option<string?> chain, Option<string?> apiKey, Option<string?> marketKey)
    {
        var command = new Command("verify", "Check a receipt file. Exit code 0: all that could be checked holds; 1: something does not.") { file, chain, apiKey, marketKey };
        command.SetAction((result, cancellationToken) => Failures.Report(() =>
            Verify(result.GetValue(file)!, Endpoint(result.GetValue(chain)), result.GetValue(apiKey), result.GetValue(marketKey), cancellationToken)));
        return command;
    }

    private static async Task Get(RunningMarket market, string job, string? output, CancellationToken cancellationToken)
    {
        var file = await market.AsClient(HttpMethod.Get, $"cocoon/v1/receipts/{Uri.EscapeDataString(job)}/file", null, cancellationToken);
        var text = JsonSerializer.Serialize(file, Indented);
        if (output is null) Console.WriteLine(text);
        else await File.WriteAllTextAsync(output, text + "\n", cancellationToken);
        if (!file.Has("proof", out _)) await Console.Error.WriteLineAsync("Its batch is not on chain yet, so there is no proof yet. Try again after the next settlement.");
    }

    private static async Task<int> Verify(string path, Uri? chain, string? apiKey, string? marketKey, CancellationToken cancellationToken)
    {
        var file = Read(path);
        var findings = new ReceiptFileVerifier(Ed25519.Default).Offline(file, Key(marketKey)).ToList();
        if (file.Proof is { } proof && chain is not null)
        {
            using var http = new HttpClient();
            var node = new ToncenterClient(http, new ToncenterOptions { Endpoint = chain, ApiKey = apiKey }, TimeProvider.System, Random.Shared);
            findings.Add(await ReceiptFileVerifier.OnChain(proof, node, cancellationToken));
        }
        else findings.Add(new ReceiptFinding("root on chain", null, file.Proof is null ? "needs the proof" : "name a TON node with --chain to look it up"));

        var receipt = file.Receipt.Receipt;
        Console.WriteLine($"Receipt {receipt.Hash()}");
        Console.WriteLine($"  job {receipt.Job}, model {receipt.Model}, ended {receipt.EndedAt:u}");
        foreach (var finding in findings) Console.WriteLine($"  {Mark(finding.Holds)}  {finding.What.PadRight(LabelWidth)} {finding.Detail}");
        var fails = findings.Count(finding => finding.Holds == false);
        var open = findings.Count(finding => finding.Holds is null);
        Console.WriteLine(fails > 0 ? $"{fails} of {findings.Count} do not hold: do not rely on this receipt." : open > 0 ? $"What could be checked holds; {open} could not be checked." : "Everything holds.");
        return fails > 0 ? 1 : 0;
    }

    internal static ReceiptFile Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxFileBytes }) throw new CliException($"'{path}' is no receipt: it is larger than 1 MiB.");
            if (JsonSerializer.Deserialize<ReceiptFile>(File.ReadAllBytes(path), ReceiptJson.Strict) is { } file) return file;
        }
        catch (IOException e)
        {
            throw new CliException($"'{path}' cannot be read: {e.Message}");
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            // Explained below, together with JSON that is something else.
        }
        throw new CliException($"'{path}' is no receipt file. Fetch one with ./cocoon receipt get JOB --out FILE.");
    }

    private static Uri? Endpoint(string? text) => text is null ? null
        : Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri!.Scheme is "http" or "https" ? uri
        : throw new CliException("--chain takes the address of a TON node's API, such as https://HOST/api/v2/.");

    private static HexBytes? Key(string? text)
    {
        if (text is null) return null;
        try
        {
            if (HexBytes.Parse(text) is { Length: 32 } key) return key;
        }
        catch (FormatException)
        {
            // Explained below.
        }
        throw new CliException("--market-key takes 64 hex digits.");
    }

    private static string Mark(bool? holds) => holds switch { true => "ok     ", false => "WRONG  ", null => "unknown" };
}
