using Cocoon.Admin.Access;
using Cocoon.Core.Crypto;

namespace Cocoon.Admin.Hosting;

/// <summary>Someone who may open the admin pages.</summary>
public sealed class OperatorAccount
{
    /// <summary>Shown in the audit log. Required; 1 to 64 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>What the person may do. Default: only look.</summary>
    public OperatorRole Role { get; set; }

    /// <summary>SHA-256 of the person's key, which has to be random: at least 128 bits. Required.</summary>
    public HexBytes KeyHash { get; set; }
}
