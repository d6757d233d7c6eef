using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Timing;
using Cocoon.Grains.Routing;

namespace Cocoon.Gateway.Chat;

/// <summary>A job that has its hold and its lease.</summary>
internal sealed record StartedJob(JobId Id, AccountAddress Channel, Lease Lease, Tier LeastTier, byte[] Body, KeyTicket? Ticket = null)
{
    private const int FingerprintBytes = 5;

    /// <summary>Hash of the policy by which this gateway judges the machine; empty where the caller judges it.</summary>
    public HexBytes Policy { get; init; }

    /// <summary>Precision of the weights as the offer has it.</summary>
    public string Quantization { get; init; } = "";

    /// <summary>How its provider was picked, for the answer to tell; null unless asked for.</summary>
    public Route? Debug { get; init; }

    /// <summary>Tokens that each choice may have; 0 where no text is made.</summary>
    public int MaxTokens { get; init; }

    /// <summary>Which of its key's ids it has; 0 without a key.</summary>
    public int OfKey { get; init; }

    /// <summary>Where the time of the request went that opened it.</summary>
    public required RequestTimes Times { get; init; }

    /// <summary>Disposed of when the job has ended, however it did.</summary>
    public required IDisposable Place { get; init; }

    /// <summary>OpenAI's system_fingerprint: the same as long as weights and their precision are, which is what answers with a seed depend on.</summary>
    public string Fingerprint => $"fp_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Lease.WeightHash}\n{Quantization}")).AsSpan(0, FingerprintBytes))}";
}
