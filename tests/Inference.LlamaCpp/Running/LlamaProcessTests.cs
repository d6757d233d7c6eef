using System.Diagnostics;
using Cocoon.Inference.LlamaCpp.Child;
using Cocoon.Inference.LlamaCpp.Running;

namespace Cocoon.Inference.LlamaCpp.Tests.Running;

public sealed class LlamaProcessTests
{
    [Theory]
    [InlineData("echo what native code prints; exec sleep 60", "*sent what it should not*bytes came*")]
    [InlineData("printf '\\010\\0\\0\\0\\146\\0\\0\\0\\0\\0\\0\\0'; exec sleep 60", "*sent what it should not*not in the expected form*")]
    [InlineData("printf '\\010\\0\\0'; exit 3", "*ended in the middle of its work (exit code 3)*")]
    [InlineData("echo 'x.cpp:1: GGML_ASSERT(a) failed' >&2; kill -ABRT $$", "*exit code 134*GGML_ASSERT(a)*")]
    public void Nonsense_ends_the_child(string script, string message)
    {
        using var process = new LlamaProcess(Shell(script), TimeProvider.System);
        process.Request.Start(MessageKind.Open);

        var ask = () => process.Exchange(MessageKind.Done, TimeSpan.FromMinutes(1));

        ask.Should().Throw<LlamaCppException>().WithMessage(message);
        Directory.Exists($"/proc/{process.Id}").Should().BeFalse();
    }

    [Fact]
    public void A_child_ends_when_nobody_holds_its_input_any_more()
    {
        using var child = Process.Start(ChildCommand.Create())!;

        child.StandardInput.Close();

        child.WaitForExit(TimeSpan.FromSeconds(60)).Should().BeTrue();
    }

    private static ProcessStartInfo Shell(string script) =>
        new("/bin/sh", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
}
