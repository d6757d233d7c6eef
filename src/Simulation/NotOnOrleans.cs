Console.Error.WriteLine("The simulator runs on LocalRuntime. Use './cocoon sim', which builds it for that.");
return 2;
