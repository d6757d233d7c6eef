using System.Text;

namespace Cocoon.Fuzz.Tests;

/// <summary>A parser did something with an input that it must not do.</summary>
internal sealed class FuzzException(string target, int number, string what, byte[] input, Exception? inner)
    : Exception($"{target}: input {number} {what}. Smallest found: {Convert.ToHexStringLower(input)} = {Encoding.UTF8.GetString(input)}", inner);
