using System.CommandLine;
using Cocoon.Core.Crypto;
using Cocoon.Silo.Settings;

namespace Cocoon.Cli.Host;

/// <summary>"cocoon key": the key files of an installation.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The file to make; it must not exist." };
        var make = new Command("new", "Make a key: a random seed in a file that only its owner may read. Prints the public key.") { file };
        make.SetAction((result, _) => Failures.Report(() => Task.FromResult(Make(result.GetValue(file)!))));
        return new Command("key", "Key files of silos and gateways.") { make };
    }

    private static int Make(string path)
    {
        if (File.Exists(path)) throw new CliException($"'{path}' exists. A key is never overwritten: name another file.");
        try
        {
            using var key = KeyFile.Create(path, new SystemEntropy());
            Console.WriteLine(Convert.ToHexStringLower(key.PublicKey.Span));
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"'{path}' cannot be made: {e.Message}");
        }
    }
}
