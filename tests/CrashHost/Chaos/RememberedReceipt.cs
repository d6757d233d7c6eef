using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.CrashHost.Chaos;

/// <summary>A receipt in the client's memory.</summary>
public readonly record struct RememberedReceipt(HexBytes Hash, Nano Charge);
