using Cocoon.Core.Crypto;

namespace Cocoon.Ton.Stakes;

/// <summary>The owner's appeal against a pending slash.</summary>
/// <param name="At">Unix seconds.</param>
/// <param name="Statement">Hash of what the owner says, 32 bytes.</param>
public sealed record StakeAppeal(uint At, HexBytes Statement);
