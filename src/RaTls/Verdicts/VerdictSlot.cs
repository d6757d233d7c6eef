using Cocoon.Core.Crypto;
using Cocoon.RaTls.Certificates;

namespace Cocoon.RaTls.Verdicts;

/// <summary>
/// A place in the cache: one for each TLS key, which evidence signs and the handshake proves. However often a peer varies
/// what is not signed (white space, padding, its certificate), it has one place, and new bytes there mean a new verdict.
/// </summary>
internal readonly record struct VerdictSlot(HexBytes IdentityKey, PeerIdentity Identity);
