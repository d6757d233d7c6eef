namespace Cocoon.Joining.Messages;

/// <summary>Type and key of a grain, client or system target, as they stand in a message.</summary>
internal readonly record struct GrainName(string Type, string Key)
{
    private const string SystemTarget = "sys.svc.";
    private const string Client = "sys.client";
    private const string Hosted = "hosted-";

    public bool IsSystemTarget => Type.StartsWith(SystemTarget, StringComparison.Ordinal);

    public bool IsClient => Type == Client || Type.StartsWith(Client + ".", StringComparison.Ordinal);

    /// <summary>The silo that this system target or hosted client lives on; null for anything else.</summary>
    public string? Silo
    {
        get
        {
            // A system target's key may go on after a plus sign, as may a client's, for an observer.
            if (IsSystemTarget) return Key.Split('+')[0];
            return IsClient && Key.StartsWith(Hosted, StringComparison.Ordinal) ? Key[Hosted.Length..].Split('+')[0] : null;
        }
    }
}
