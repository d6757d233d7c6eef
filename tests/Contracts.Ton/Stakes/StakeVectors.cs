using System.Text.Json.Serialization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Stakes;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Stakes;

/// <summary>The stake's cells as its own tests build them, and its data as the executor leaves it.</summary>
public sealed record StakeVectors(StakeVectors.TermsVector[] Stakes, StakeVectors.StateVector[] States, Dictionary<string, string> Messages)
{
    public static StakeVectors Instance { get; } = VectorFile.Read<StakeVectors>("stakes");

    public sealed record TermsVector(
        int NetworkId, string Owner, string Slasher, string Arbiter, string Beneficiary,
        uint UnbondingDelay, uint SlashDelay, uint AppealTimeout, ulong Salt, string Address)
    {
        [JsonIgnore]
        public StakeTerms Terms => new(
            NetworkId, AccountAddress.Parse(Owner), AccountAddress.Parse(Slasher), AccountAddress.Parse(Arbiter), AccountAddress.Parse(Beneficiary),
            UnbondingDelay, SlashDelay, AppealTimeout, Salt);
    }

    /// <summary>A stake's data, and what its get-methods say.</summary>
    public sealed record StateVector(
        string Name, string Data, long Staked, long Unbonding, uint UnbondAt, long OwedToOwner, long OwedToBeneficiary, int UsedCount,
        EvidenceVector[] Evidence, SlashVector? Slash);

    public sealed record EvidenceVector(string Hash, bool Used, bool TookMoney);

    public sealed record SlashVector(string Evidence, long Amount, uint ExecuteAt, uint AppealedAt, string Statement)
    {
        [JsonIgnore]
        public PendingSlash Read => new(
            HexBytes.Parse(Evidence), new Nano(Amount), ExecuteAt, AppealedAt == 0 ? null : new StakeAppeal(AppealedAt, HexBytes.Parse(Statement)));
    }
}
