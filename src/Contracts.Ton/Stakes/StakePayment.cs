namespace Cocoon.Ton.Stakes;

/// <summary>What a stake pays out.</summary>
public enum StakePayment
{
    /// <summary>To the owner: unbonded money.</summary>
    Stake,

    /// <summary>To the beneficiary: slashed money.</summary>
    Slash,
}
