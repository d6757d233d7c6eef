using System.Text;

namespace Cocoon.Gateway.Tests;

/// <summary>Bytes of an answer as they were looked over once (Goldens/).</summary>
internal static class GoldenFile
{
    /// <summary>Compares byte for byte; what came instead lies beside the copy in the test's output, to be looked over and copied.</summary>
    public static void ShouldEqual(string name, byte[] actual)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Goldens", name);
        var expected = File.Exists(path) ? File.ReadAllBytes(path) : [];
        if (expected.AsSpan().SequenceEqual(actual)) return;
        File.WriteAllBytes(path + ".actual", actual);
        Encoding.UTF8.GetString(actual).Should().Be(Encoding.UTF8.GetString(expected), "{0} has it so; what came is in {1}.actual", name, path);
    }
}
