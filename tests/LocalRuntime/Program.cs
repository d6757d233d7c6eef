using Cocoon.LocalRuntime.Tests.Storage;

namespace Cocoon.LocalRuntime.Tests;

/// <summary>Entry point of the child processes that tests start; the test runner does not use it.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args is ["write-for-ever", var path] ? CrashingWriter.Run(path) : Task.FromResult(2);
}
