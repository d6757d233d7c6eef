using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Channels;

/// <summary>Our contracts' cells as their own tests build them.</summary>
public sealed record ContractVectors(
    string ClientSeed, string OperatorSeed, ContractVectors.ChannelVector[] Channels, ContractVectors.VaultVector[] Vaults,
    ContractVectors.TopUpVector[] TopUps, ContractVectors.VoucherVector[] Vouchers, ContractVectors.BatchVector[] Batches)
{
    public static ContractVectors Instance { get; } = VectorFile.Read<ContractVectors>("contracts");

    public sealed record ChannelVector(string VoucherKey, int NetworkId, string Vault, string Owner, ulong Salt, string Address);

    public sealed record VaultVector(string OperatorKey, int NetworkId, string Owner, string Address);

    public sealed record TopUpVector(ulong QueryId, long Amount, string BodyHash);

    /// <param name="NetworkId">Global id.</param>
    /// <param name="Channel">Raw address.</param>
    /// <param name="Amount">Cumulative nano.</param>
    /// <param name="Seqno">The voucher's.</param>
    /// <param name="Hash">Of the signed cell.</param>
    /// <param name="Signature">By the client.</param>
    /// <param name="ClaimHash">Hash of the body of a Claim with query id 9.</param>
    public sealed record VoucherVector(int NetworkId, string Channel, long Amount, uint Seqno, string Hash, string Signature, string ClaimHash);

    public sealed record BatchVector(
        int NetworkId, string Vault, uint Seqno, uint ValidUntil, string ReceiptRoot, string EarningsRoot, PayoutVector[] Payouts, string BodyHash, string Hash);

    public sealed record PayoutVector(string To, long Value);
}
