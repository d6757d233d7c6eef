namespace Cocoon.Core.Tests.Providers;

/// <summary>What is wrong with a provider's registration.</summary>
internal enum WrongOffer
{
    No,
    Wallet,
    ShortKey,
    TooMany,
    NoModel,
    LongModel,
    ShortHash,
    NoSlots,
    NoContext,
    NegativePrice,
    Twice,
}
