using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Money;

namespace Cocoon.Client;

/// <summary>What a client has to remember of a channel to sign rightly after a crash.</summary>
public sealed record VoucherState
{
    /// <summary>The newest voucher signed; null before the first.</summary>
    public VoucherBody? Signed { get; init; }

    /// <summary>The part of <see cref="Signed"/> of which it is not known that the market has it.</summary>
    public Nano Untaken { get; init; }

    /// <summary>The jobs paid last, so that none is paid twice.</summary>
    public ImmutableList<string> Paid { get; init; } = [];

    /// <summary>Jobs that were begun, and whose receipts were not checked yet.</summary>
    public ImmutableList<OpenBill> Open { get; init; } = [];

    /// <summary>What a later version of this library wrote; kept as it is.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; init; }
}
