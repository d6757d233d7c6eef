namespace Cocoon.Admin.Access;

/// <summary>Where the admin pages are. Components name their own routes; these are the ones that code refers to.</summary>
internal static class Paths
{
    public const string Root = "/admin";
    public const string Login = Root + "/login";
    public const string Enter = Login + "/enter";
    public const string Leave = Login + "/leave";
    public const string Act = Root + "/act";
    public const string Confirm = Root + "/confirm";
    public const string Live = Root + "/live";
    public const string Export = Root + "/export";
    public const string Assets = Root + "/assets";
    public const string Traces = Root + "/traces";
    public const string Audit = Root + "/audit";

    /// <summary>A page of ours to go back to; the overview for anything else, so that no link can lead people away.</summary>
    public static string Back(string? path) =>
        path is { Length: <= 2_000 } && (path == Root || path.StartsWith(Root + "/", StringComparison.Ordinal) || path.StartsWith(Root + "?", StringComparison.Ordinal))
        && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl)
            ? path
            : Root;
}
