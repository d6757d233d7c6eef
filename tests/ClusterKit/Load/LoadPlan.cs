using System.Text.Json;
using Cocoon.ClusterKit.Network;
using Cocoon.ClusterKit.Processes;

namespace Cocoon.ClusterKit.Load;

/// <summary>What the load generator does; handed to its process as a file.</summary>
internal sealed record LoadPlan
{
    public static readonly JsonSerializerOptions Json = new() { WriteIndented = false };

    /// <summary>Base addresses; requests go to them in turn, and a retry goes to the next one.</summary>
    public required IReadOnlyList<Uri> Gateways { get; init; }

    public required IReadOnlyList<ClusterClient> Clients { get; init; }

    public required string Model { get; init; }

    /// <summary>Gets one JSON line for each request.</summary>
    public required string RecordsFile { get; init; }

    /// <summary>Gets the vouchers, at the end.</summary>
    public required string VouchersFile { get; init; }

    /// <summary>Completion tokens of an answer at most. Default: 4.</summary>
    public int MaxTokens { get; init; } = 4;

    /// <summary>Callers that each send the next request when the last one has ended; 0 for a fixed rate. Default: 0.</summary>
    public int Callers { get; init; }

    /// <summary>Requests a second, sent whether or not earlier ones have ended; 0 for callers. Default: 0.</summary>
    public double PerSecond { get; init; }

    /// <summary>How long new requests are sent. Default: 10 s.</summary>
    public double Seconds { get; init; } = 10;

    /// <summary>Requests at most. Default: a million.</summary>
    public int MaxRequests { get; init; } = 1_000_000;

    /// <summary>Requests at once at a fixed rate; more are not sent, and counted. Default: 1,000.</summary>
    public int MaxInFlight { get; init; } = 1_000;

    /// <summary>Receipts of a channel after which its client signs the next voucher. Default: 32.</summary>
    public int ReceiptsPerVoucher { get; init; } = 32;

    public static LoadPlan Read(string file) => JsonSerializer.Deserialize<LoadPlan>(File.ReadAllBytes(file), Json)
        ?? throw new ClusterException($"'{file}' is no load plan.");

    /// <summary>Writes it for its owner's eyes only: it has keys.</summary>
    public void Write(string file)
    {
        using var stream = PrivateFile.Create(file);
        JsonSerializer.Serialize(stream, this, Json);
    }
}
