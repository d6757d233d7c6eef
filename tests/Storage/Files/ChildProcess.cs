using System.Diagnostics;

namespace Cocoon.Storage.Tests.Files;

internal static class ChildProcess
{
    /// <summary>This program again, with other arguments.</summary>
    public static ProcessStartInfo Of(params IEnumerable<string> arguments) =>
        new("dotnet", ["exec", typeof(ChildProcess).Assembly.Location, .. arguments]) { RedirectStandardOutput = true };
}
