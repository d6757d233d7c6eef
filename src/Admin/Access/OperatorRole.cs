namespace Cocoon.Admin.Access;

/// <summary>What a person may do on the admin pages.</summary>
public enum OperatorRole
{
    /// <summary>See everything, change nothing.</summary>
    Viewer = 0,

    /// <summary>See everything and act: drain, pause, settle.</summary>
    Operator = 1,
}
