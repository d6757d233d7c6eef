namespace Cocoon.Silo.Operations;

/// <summary>Names of authorisation policies and of the scheme behind them.</summary>
public static class OperationsPolicies
{
    /// <summary>
    /// The scheme: HTTP Basic with an operator's name and key, which browsers ask for by themselves, or the key as a bearer
    /// token. Tells who it is (<c>User.Identity.Name</c>) and the roles.
    /// </summary>
    public const string Scheme = "Operations";

    /// <summary>May read: viewers and operators.</summary>
    public const string View = "Operations.View";

    /// <summary>May act: operators.</summary>
    public const string Act = "Operations.Act";
}
