using System.Text.Json.Serialization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Channels;

/// <summary>Our contracts' cells as their own tests build them, and their data as the executor leaves it.</summary>
public sealed record ContractVectors(
    string OperatorSeed, string ClientSeed, string MarketSeed,
    ContractVectors.ChannelVector[] Channels, ContractVectors.ChannelState[] ChannelStates, Dictionary<string, string> ChannelMessages,
    ContractVectors.VoucherVector[] Vouchers, ContractVectors.AgreementVector Agreements,
    ContractVectors.VaultVector[] Vaults, ContractVectors.VaultState[] VaultStates, Dictionary<string, string> VaultMessages,
    Dictionary<string, string> Changes, ContractVectors.BatchVector[] Batches, ContractVectors.DrawVector[] Draws)
{
    public static ContractVectors Instance { get; } = VectorFile.Read<ContractVectors>("contracts");

    public sealed record ChannelVector(
        string VoucherKey, int NetworkId, string Vault, string Owner, string MarketKey, uint Grace, ulong Salt, string Address);

    /// <summary>A channel's data, and what its get-method says.</summary>
    public sealed record ChannelState(
        string Name, string Data, long Deposited, long Claimed, long Withdrawn, string VoucherKey, int NetworkId, string Vault, string Owner,
        string MarketKey, uint Grace, uint CloseAt, bool Closed, string? NextKey, uint NextKeyAt);

    /// <param name="Channel">Raw address.</param>
    /// <param name="Amount">Cumulative nano.</param>
    /// <param name="Seqno">The voucher's.</param>
    /// <param name="Hash">Of the signed cell.</param>
    /// <param name="Signature">By the client.</param>
    public sealed record VoucherVector(string Channel, long Amount, uint Seqno, string Hash, string Signature);

    /// <summary>Hashes of the signed cells.</summary>
    public sealed record AgreementVector(string Close, string Withdrawal);

    public sealed record VaultVector(
        string OperatorKey, int NetworkId, string Owner, uint Timelock, uint ExitDelay, ulong Salt, string Domain, string Address);

    /// <summary>A vault's data, what its get-method says, and what one provider drew.</summary>
    public sealed record VaultState(
        string Name, string Data, uint Seqno, string Domain, string OperatorKey, bool Paused, string ReceiptRoot, string EarningsRoot, int NetworkId,
        string Owner, uint Timelock, uint ExitDelay, uint ExitOpensAt, string Provider, long Drawn);

    public sealed record BatchVector(
        string Vault, string Domain, uint Seqno, uint ValidUntil, long Fees, string ReceiptRoot, string EarningsRoot, PayoutVector[] Payouts, string Hash);

    public sealed record PayoutVector(string To, long Value);

    /// <summary>A line under an earnings root, its proof, and the message that draws it.</summary>
    public sealed record DrawVector(
        string Provider, long Earned, long Guaranteed, string Leaf, string Root, uint Index, uint Count, string[] Path, string Body)
    {
        [JsonIgnore]
        public EarningsEntry Entry => new(AccountAddress.Parse(Provider), new Nano(Earned), new Nano(Guaranteed));

        [JsonIgnore]
        public IReadOnlyList<HexBytes> Siblings => [.. Path.Select(HexBytes.Parse)];
    }
}
